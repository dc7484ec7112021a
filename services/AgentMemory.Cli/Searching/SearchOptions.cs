using System.CommandLine;
using System.CommandLine.Parsing;
using AgentMemory.Cli.Frame;
using AgentMemory.Search;

namespace AgentMemory.Cli.Searching;

/// <summary>What a search may be asked, as on the command line.</summary>
internal sealed class SearchOptions
{
    private const int MostResults = 100;

    private readonly Argument<string> _query = new("query")
    {
        Description = "What to look for; left out, memories are listed, newest first",
        DefaultValueFactory = _ => "",
    };

    private readonly Option<string?> _namespace = new("--namespace", "-n") { Description = "Only of this namespace" };
    private readonly Option<string?> _session = new("--session-id", "-s") { Description = "Only of this session" };
    private readonly Option<string?> _user = new("--user-id", "-u") { Description = "Only of this user" };
    private readonly Option<string?> _topics = new("--topics", "-t") { Description = "With any of these topics: a,b" };
    private readonly Option<string?> _entities = new("--entities", "-e") { Description = "With any of these entities: a,b" };

    private readonly Option<int> _limit = new Option<int>("--limit", "-l")
    {
        Description = $"Memories at most, 1 to {MostResults}",
        DefaultValueFactory = _ => 10,
    }.Between(1, MostResults);

    private readonly Option<int> _offset = new Option<int>("--offset", "-o")
    {
        Description = "Memories to pass over",
        DefaultValueFactory = _ => 0,
    }.Between(0, int.MaxValue);

    private readonly Option<string> _mode = new Option<string>("--search-mode")
    {
        Description = "By meaning, by words, or both; without an embedding model always by words",
        DefaultValueFactory = _ => "semantic",
    }.AcceptOnlyFromAmong("semantic", "keyword", "hybrid");

    private readonly Option<double?> _alpha = new Option<double?>("--hybrid-alpha")
    {
        Description = "Weight of meaning in hybrid mode, 0 to 1; 0.7 by default",
    }.From(0, 1);

    private readonly Option<string?> _scorer = new Option<string?>("--text-scorer")
    {
        Description = "Accepted as the servers accept it; every one ranks alike here",
    }.AcceptOnlyFromAmong([.. TextScorers.Known]);

    private readonly Option<double?> _threshold = new Option<double?>("--distance-threshold", "-d")
    {
        Description = "Largest distance returned, 0 to 2; semantic mode only",
    }.From(0, 2);

    public void AddTo(Command command)
    {
        command.Add(_query);
        foreach (var option in (Option[])
            [_namespace, _session, _user, _topics, _entities, _limit, _offset, _mode, _alpha, _scorer, _threshold])
            command.Add(option);
        command.Validators.Add(DemandAgreement);
    }

    /// <summary>Without ranking by recency: what is printed is what was found, and looking does not count as an access.</summary>
    public MemorySearch Read(ParseResult parsed)
    {
        var search = new MemorySearch
        {
            Text = parsed.GetValue(_query),
            Mode = Enum.Parse<SearchMode>(parsed.GetRequiredValue(_mode), ignoreCase: true),
            Limit = parsed.GetValue(_limit),
            Offset = parsed.GetValue(_offset),
            DistanceThreshold = parsed.GetValue(_threshold),
            RecencyBoost = false,
            Filter = new()
            {
                Namespace = TagFilter.EqualIfNamed(parsed.GetValue(_namespace)),
                SessionId = TagFilter.EqualIfNamed(parsed.GetValue(_session)),
                UserId = TagFilter.EqualIfNamed(parsed.GetValue(_user)),
                Topics = AnyOf(parsed.GetValue(_topics)),
                Entities = AnyOf(parsed.GetValue(_entities)),
            },
        };
        return search with
        {
            HybridAlpha = parsed.GetValue(_alpha) ?? search.HybridAlpha,
            TextScorer = parsed.GetValue(_scorer) ?? search.TextScorer,
        };
    }

    private static TagFilter? AnyOf(string? values)
    {
        var named = (values ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return named.Length == 0 ? null : new() { AnyOf = [.. named] };
    }

    private void DemandAgreement(CommandResult given)
    {
        if (given.GetResult(_threshold) is not null && given.GetResult(_mode) is { Tokens: [{ Value: not "semantic" }] })
            given.AddError("--distance-threshold: only supported for --search-mode semantic; leave one of them out");
    }
}
