using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net.Http.Headers;
using AgentMemory.Cli.Evaluation.Asking;
using AgentMemory.Cli.Evaluation.Datasets;
using AgentMemory.Cli.Evaluation.Measuring;
using AgentMemory.Cli.Frame;

namespace AgentMemory.Cli.Evaluation;

/// <summary>Which server, which questions, and what is measured of them.</summary>
internal sealed class EvaluateOptions
{
    private const int LargestBudget = 1_000_000;
    private const int MostAtOnce = 64;

    private readonly Option<Uri> _url = new("--url")
    {
        Description = "The server",
        DefaultValueFactory = _ => new Uri("http://127.0.0.1:8000"),
        CustomParser = ReadUrl,
    };

    private readonly Option<string?> _token = new("--token") { Description = "For a server that wants one" };

    private readonly Option<NumberList> _depths = NumberList.Option(
        "--k", $"Values of k, from 1 to {MetricSet.MostResults}: how many memories are looked at", new(5, 10, 20, 50),
        1, MetricSet.MostResults);

    private readonly Option<NumberList> _budgets = NumberList.Option(
        "--budgets", $"Tokens that the memories looked at may have together, or {NumberList.None}", new(500, 1000, 2000),
        1, LargestBudget, orNone: true);

    private readonly Option<CategorySelection?> _categories = new("--categories")
    {
        Description = "Questions to ask, such as 1-4 or people,places; by default all, of LoCoMo's those that have an answer",
        CustomParser = ReadCategories,
    };

    private readonly Option<IReadOnlyList<string>?> _conversations = new("--conversations")
    {
        Description = "Conversations or groups to load, by name: a,b",
        CustomParser = given =>
            given.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
    };

    private readonly Option<string?> _mode = new Option<string?>("--search-mode")
    {
        Description = "Ask for one way to search; otherwise the server's default",
    }.AcceptOnlyFromAmong("semantic", "keyword", "hybrid");

    private readonly Option<int> _concurrency = new Option<int>("--concurrency")
    {
        Description = "Searches under way at once",
        DefaultValueFactory = _ => 4,
    }.Between(1, MostAtOnce);

    private readonly Option<bool> _wait = new("--wait-for-vectors")
    {
        Description = "Ask only when every memory has its vector, on a server with an embedding model",
    };

    private readonly Option<bool> _keep = new("--keep") { Description = "Leave what was loaded on the server" };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])
            [_url, _token, _depths, _budgets, _categories, _conversations, _mode, _concurrency, _wait, _keep])
            command.Add(option);
    }

    public HttpClient Connect(ParseResult parsed)
    {
        var client = new HttpClient { BaseAddress = parsed.GetRequiredValue(_url) };
        if (parsed.GetValue(_token) is { } secret)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return client;
    }

    public IReadOnlyList<Conversation> Select(ParseResult parsed, Dataset dataset) =>
        dataset.Select(parsed.GetValue(_conversations), parsed.GetValue(_categories));

    public EvaluationSettings Read(ParseResult parsed) => new(
        new(parsed.GetRequiredValue(_depths).Numbers, parsed.GetRequiredValue(_budgets).Numbers), parsed.GetValue(_mode),
        parsed.GetValue(_concurrency), parsed.GetValue(_wait), parsed.GetValue(_keep));

    private static Uri? ReadUrl(ArgumentResult given)
    {
        if (Uri.TryCreate(given.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            return url;
        given.AddError("--url: use an address such as http://127.0.0.1:8000");
        return null;
    }

    private static CategorySelection? ReadCategories(ArgumentResult given)
    {
        var selection = CategorySelection.Parse(given.Tokens[0].Value);
        if (selection is null)
            given.AddError("--categories: use names, numbers and ranges of them, such as 1-4, 1,2,5 or people");
        return selection;
    }
}
