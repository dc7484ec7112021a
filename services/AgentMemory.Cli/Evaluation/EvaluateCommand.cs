using System.CommandLine;
using AgentMemory.Cli.Evaluation.Asking;
using AgentMemory.Cli.Evaluation.Comparing;
using AgentMemory.Cli.Evaluation.Datasets;
using AgentMemory.Cli.Evaluation.Logs;
using AgentMemory.Cli.Evaluation.Measuring;
using AgentMemory.Cli.Evaluation.Reporting;
using AgentMemory.Cli.Frame;

namespace AgentMemory.Cli.Evaluation;

/// <summary><c>agent-memory evaluate</c>: how much of what a question needs does a server's search return?</summary>
internal static class EvaluateCommand
{
    private const string Details =
        """
        Loads each conversation into a namespace of its own on the server, asks its questions, compares what is found with the
        evidence, and deletes it again, also when it is interrupted. docs/evaluation.md says what a file looks like, where
        conversations come from and what the numbers mean.

        Examples:
          agent-memory evaluate locomo10.json --url http://127.0.0.1:8000
          agent-memory evaluate mine.jsonl --k 10 --search-mode hybrid --log hybrid.jsonl --compare keyword.jsonl
          agent-memory evaluate compare keyword.jsonl hybrid.jsonl
        """;

    private const int MostChangesShown = 10;

    /// <summary>After an interruption: for taking away what was loaded, however much it is.</summary>
    private static readonly TimeSpan TimeToTidy = TimeSpan.FromMinutes(10);

    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "What to load and to ask; docs/evaluation.md says in what shape" };
        var options = new EvaluateOptions();
        var log = new Option<FileInfo?>("--log") { Description = "File to write: a line per question with what was found" };
        var earlier = new Option<FileInfo?>("--compare") { Description = "Log of an earlier run to compare with" };
        var format = new FormatOption();
        var command = new ToolCommand("evaluate", "Measure recall on conversations with known answers", Details)
        {
            file, log, earlier, format, CompareCommand.Create(),
        };
        command.TimeToEnd = TimeToTidy;
        options.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            // What cannot be read, compared or written is told before anything is loaded. --log may name what is compared with.
            var conversations = options.Select(parsed, DatasetFile.Read(parsed.GetRequiredValue(file)));
            var settings = options.Read(parsed);
            var before = parsed.GetValue(earlier) is { } earlierFile ? QuestionLogFile.Read(earlierFile) : null;
            if (before is not null)
                DemandComparable(before, conversations, settings);
            await using var questionLog = parsed.GetValue(log) is { } logFile ? QuestionLog.Create(logFile) : null;
            using var client = options.Connect(parsed);
            var run = new EvaluationRun(new MemoryServer(client), settings, questionLog);
            var results = await EvaluationProgress.RunAsync(
                conversations, progress => run.RunAsync(conversations, progress, cancellationToken));

            var report = new EvaluationReport(settings, results);
            var comparison = before is not null && results.Count > 0
                ? new ComparisonReport(new(before, results, metric: null), MostChangesShown)
                : null;
            if (format.IsJson(parsed))
                JsonOutput.Write(report.ToJson(comparison?.ToJson()));
            else
                Write(report, comparison, Console.Out);
            return ExitCodes.Ok;
        });
        return command;
    }

    /// <summary>As if nothing were found: whether there is something to compare does not depend on that.</summary>
    private static void DemandComparable(
        IReadOnlyList<QuestionResult> before, IReadOnlyList<Conversation> conversations, EvaluationSettings settings) =>
        _ = new Comparison(
            before,
            [.. conversations.SelectMany(conversation => conversation.Questions
                .Select(question => QuestionResult.Of(conversation.Name, question, [], settings.Metrics)))],
            metric: null);

    private static void Write(EvaluationReport report, ComparisonReport? comparison, TextWriter output)
    {
        report.Write(output);
        if (comparison is null)
            return;
        output.WriteLine();
        comparison.Write(output);
    }
}
