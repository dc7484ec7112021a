using System.CommandLine;
using AgentMemory.Cli.Evaluation.Logs;
using AgentMemory.Cli.Frame;

namespace AgentMemory.Cli.Evaluation.Comparing;

/// <summary><c>agent-memory evaluate compare</c>: what changed from one run to another?</summary>
internal static class CompareCommand
{
    private const string Details =
        """
        Compares two logs that evaluate --log wrote, question by question: the mean change in each category with its interval,
        how many questions were won and lost, and those that changed most. No server is asked.

        Example:
          agent-memory evaluate compare before.jsonl after.jsonl --metric recall@20
        """;

    public static Command Create()
    {
        var before = new Argument<FileInfo>("before") { Description = "Log of the earlier run" };
        var after = new Argument<FileInfo>("after") { Description = "Log of the later run" };
        var metric = new Option<string?>("--metric")
        {
            Description = "By what questions are won and lost, such as recall@20, all@10 or mrr@50; recall@10 by default",
        };
        var changes = new Option<int>("--changes")
        {
            Description = "Questions to list that gained most, and that lost most",
            DefaultValueFactory = _ => 10,
        }.Between(0, 10_000);
        var format = new FormatOption();
        var command = new ToolCommand("compare", "Compare two runs question by question", Details)
        {
            before, after, metric, changes, format,
        };
        command.SetAction(parsed =>
        {
            var comparison = new Comparison(
                QuestionLogFile.Read(parsed.GetRequiredValue(before)), QuestionLogFile.Read(parsed.GetRequiredValue(after)),
                parsed.GetValue(metric));
            var report = new ComparisonReport(comparison, parsed.GetValue(changes));
            if (format.IsJson(parsed))
                JsonOutput.Write(report.ToJson());
            else
                report.Write(Console.Out);
            return ExitCodes.Ok;
        });
        return command;
    }
}
