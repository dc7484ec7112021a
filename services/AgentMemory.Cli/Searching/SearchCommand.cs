using System.CommandLine;
using System.Globalization;
using AgentMemory.Cli.Frame;
using AgentMemory.Search;
using AgentMemory.Tenancy;
using AgentMemory.Wire.Answers;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Cli.Searching;

/// <summary><c>agent-memory search</c>: the servers' search on the store itself, in every namespace.</summary>
internal static class SearchCommand
{
    private const string Details =
        """
        Finds what a server's search finds, of all owners, but does not rank by recency, and looking does not count as an
        access. When nothing has the topics or entities asked for, the rest of the question is answered
        (SOFT_FILTER_FALLBACK=false in the settings changes that). JSON is what POST /v1/long-term-memory/search answers.

        Examples:
          agent-memory search "What did we discuss about authentication?"
          agent-memory search "project deadlines" --namespace myapp --limit 5
          agent-memory search "user preferences" -u user123 --format json
          agent-memory search --namespace myapp
        """;

    private const int ShownOfText = 200;

    public static Command Create()
    {
        var options = new SearchOptions();
        var format = new FormatOption();
        var command = new ToolCommand("search", "Search long-term memories", Details) { format };
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => LocalEngine.RunAsync(async engine =>
        {
            var results = await engine.GetRequiredService<SearchService>()
                .SearchAsync(AccessScope.Everything, options.Read(parsed), cancellationToken);
            if (format.IsJson(parsed))
                JsonOutput.Write(SearchAnswer.Of(results), WireContext.Of<SearchAnswer>());
            else
                WriteText(results, Console.Out);
            return ExitCodes.Ok;
        }));
        return command;
    }

    private static void WriteText(SearchResults results, TextWriter output)
    {
        output.WriteLine($"Found {results.Total} memories (showing {results.Memories.Count}):");
        output.WriteLine(new string('=', 60));
        for (var i = 0; i < results.Memories.Count; i++)
            WriteHit(i + 1, results.Memories[i], output);
        if (results.NextOffset is { } next)
        {
            output.WriteLine();
            output.WriteLine($"More results available. Use --offset {next} to continue.");
        }
    }

    private static void WriteHit(int number, MemoryHit hit, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"[{number}] ID: {PlainText.Line(hit.Id)}");
        if (hit.Score is { } score)
        {
            var ranker = hit.ScoreType is { } type ? $" ({type.ToString().ToLowerInvariant()})" : "";
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    Score: {score:0.0000}{ranker}"));
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    Distance: {hit.Dist:0.0000}"));
        WriteIfAny("Namespace", hit.Namespace);
        WriteIfAny("Session", hit.SessionId);
        WriteIfAny("User", hit.UserId);
        WriteIfAny("Topics", string.Join(", ", hit.Topics ?? []));
        WriteIfAny("Entities", string.Join(", ", hit.Entities ?? []));
        output.WriteLine($"    Text: {PlainText.Line(hit.Text, ShownOfText)}");

        void WriteIfAny(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                output.WriteLine($"    {name}: {PlainText.Line(value)}");
        }
    }
}
