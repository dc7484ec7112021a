using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net.Http.Headers;
using AgentMemory.Cli.Frame;

namespace AgentMemory.Cli.Evaluation;

/// <summary><c>agent-memory evaluate</c>: how much of what a question needs does the server's default search return?</summary>
internal static class EvaluateCommand
{
    private const int MostResults = 100;

    private const string Details =
        """
        Loads each conversation into a namespace of its own on the server, asks its questions, compares what is found with the
        evidence, and deletes it again. docs/evaluation.md says where conversations come from and what the numbers mean.

        Example:
          agent-memory evaluate locomo10.json --url http://127.0.0.1:8000 --k 10
        """;

    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "Conversations and questions: docs/evaluation.md says in what shape" };
        var url = new Option<Uri>("--url")
        {
            Description = "The server",
            DefaultValueFactory = _ => new Uri("http://127.0.0.1:8000"),
            CustomParser = ReadUrl,
        };
        var token = new Option<string?>("--token") { Description = "For a server that wants one" };
        var results = new Option<int>("--k")
        {
            Description = "Memories asked for per question",
            DefaultValueFactory = _ => 10,
        }.Between(1, MostResults);
        var categories = new Option<IReadOnlySet<int>>("--categories")
        {
            Description = "Questions to ask, such as 1-4 or 1,2,5",
            DefaultValueFactory = _ => new HashSet<int> { 1, 2, 3, 4 },
            CustomParser = ReadCategories,
        };
        var keep = new Option<bool>("--keep") { Description = "Leave the conversations on the server" };
        var format = new FormatOption();
        var command = new ToolCommand("evaluate", "Measure recall on conversations with known answers", Details)
        {
            file, url, token, results, categories, keep, format,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var conversations = ConversationFile.Read(parsed.GetRequiredValue(file));
            using var client = new HttpClient { BaseAddress = parsed.GetRequiredValue(url) };
            if (parsed.GetValue(token) is { } secret)
                client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
            var evaluation = new RecallEvaluation(
                new MemoryServer(client), parsed.GetValue(results), parsed.GetRequiredValue(categories), parsed.GetValue(keep));
            var report = await evaluation.RunAsync(conversations, Console.Error, cancellationToken);
            if (format.IsJson(parsed))
                JsonOutput.Write(report.ToJson());
            else
                report.Write(Console.Out);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Uri? ReadUrl(ArgumentResult given)
    {
        if (Uri.TryCreate(given.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            return url;
        given.AddError("--url: use an address such as http://127.0.0.1:8000");
        return null;
    }

    private static HashSet<int>? ReadCategories(ArgumentResult given)
    {
        var categories = new HashSet<int>();
        foreach (var part in given.Tokens[0].Value.Split(','))
        {
            var bounds = part.Split('-');
            if (bounds.Length > 2 || !int.TryParse(bounds[0], out var first) || !int.TryParse(bounds[^1], out var last)
                || first < 1 || last > QuestionCategory.Last || first > last)
            {
                given.AddError($"--categories: use numbers from 1 to {QuestionCategory.Last}, such as 1-4 or 1,2,5");
                return null;
            }
            categories.UnionWith(Enumerable.Range(first, last - first + 1));
        }
        return categories;
    }
}
