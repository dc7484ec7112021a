using System.CommandLine;
using AgentMemory.Cli.Evaluation.Asking;
using AgentMemory.Cli.Evaluation.Datasets;
using AgentMemory.Cli.Evaluation.Logs;
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
          agent-memory evaluate mine.jsonl --k 10 --search-mode hybrid --log hybrid.jsonl
        """;

    /// <summary>After an interruption: for taking away what was loaded, however much it is.</summary>
    private static readonly TimeSpan TimeToTidy = TimeSpan.FromMinutes(10);

    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "What to load and to ask; docs/evaluation.md says in what shape" };
        var options = new EvaluateOptions();
        var log = new Option<FileInfo?>("--log") { Description = "File to write: a line per question with what was found" };
        var format = new FormatOption();
        var command = new ToolCommand("evaluate", "Measure recall on conversations with known answers", Details)
        {
            file, log, format,
        };
        command.TimeToEnd = TimeToTidy;
        options.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            // What cannot be read or written is told before anything is loaded.
            var conversations = options.Select(parsed, DatasetFile.Read(parsed.GetRequiredValue(file)));
            var settings = options.Read(parsed);
            await using var questionLog = parsed.GetValue(log) is { } logFile ? QuestionLog.Create(logFile) : null;
            using var client = options.Connect(parsed);
            var run = new EvaluationRun(new MemoryServer(client), settings, questionLog);
            var results = await EvaluationProgress.RunAsync(
                conversations, progress => run.RunAsync(conversations, progress, cancellationToken));

            var report = new EvaluationReport(settings, results);
            if (format.IsJson(parsed))
                JsonOutput.Write(report.ToJson());
            else
                report.Write(Console.Out);
            return ExitCodes.Ok;
        });
        return command;
    }
}
