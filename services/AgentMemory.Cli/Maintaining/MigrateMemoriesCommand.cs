using System.CommandLine;
using AgentMemory.Cli.Frame;
using AgentMemory.Maintenance;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Cli.Maintaining;

/// <summary><c>agent-memory migrate-memories</c></summary>
internal static class MigrateMemoriesCommand
{
    private const string Details =
        """
        Looks at every memory for what this version expects of it, and changes only those that differ:
          1  the hash is that of the content; a missing or outdated one is set
          2  the mark of extraction is yes or no; anything else becomes yes. Marks that are there stay, so that nothing is
             extracted twice
          3  the type is message, semantic or episodic; any other becomes message
          4  topics, entities and sources are lists; elements joined by commas are taken apart. A | is part of an element
        The store itself keeps to all four, so there is nothing to do unless another program wrote memories into it.

        Servers work on meanwhile. Interrupted, it goes on where it stopped when it is started again; started twice, the two share
        the work. Exit code 1 when memories cannot be read: they are left alone.

        Examples:
          agent-memory migrate-memories --dry-run
          agent-memory migrate-memories --format json
        """;

    public static Command Create()
    {
        var batchSize = BatchSizeOption.Create("Memories");
        var dryRun = new Option<bool>("--dry-run") { Description = "Count what would be changed, and change nothing" };
        var format = new FormatOption();
        var command = new ToolCommand("migrate-memories", "Bring memories to what this version expects", Details)
        {
            batchSize, dryRun, format,
        };
        command.SetAction((parsed, cancellationToken) => LocalEngine.RunAsync(async engine =>
        {
            var report = await WorkProgress.RunAsync(progress => engine.GetRequiredService<RecordMigration>()
                .RunAsync(parsed.GetValue(batchSize), parsed.GetValue(dryRun), progress, cancellationToken));
            if (format.IsJson(parsed))
                WriteJson(report);
            else
                WriteText(report, Console.Out);
            if (report.Counts.Unreadable == 0)
                return ExitCodes.Ok;
            await Console.Error.WriteLineAsync(
                $"agent-memory: {report.Counts.Unreadable} memories cannot be read; `agent-memory delete memory --invalid` removes them");
            return ExitCodes.Failed;
        }));
        return command;
    }

    private static void WriteJson(RecordMigrationReport report) => JsonOutput.Write(new
    {
        report.DryRun,
        Memories = report.Counts.Records,
        report.Resumed,
        Changes = new
        {
            MemoryHash = report.Counts.Hashes,
            DiscreteMemoryExtracted = report.Counts.ExtractionFlags,
            MemoryType = report.Counts.Types,
            TagLists = report.Counts.Tags,
        },
        report.Counts.Unreadable,
    });

    private static void WriteText(RecordMigrationReport report, TextWriter output)
    {
        var counts = report.Counts;
        output.WriteLine($"Looked at {counts.Records} memories.");
        if (report.Resumed > 0)
            output.WriteLine($"A run that was interrupted had done {report.Resumed} before.");
        if (!counts.AnyChange)
        {
            output.WriteLine("Nothing to do.");
            return;
        }
        output.WriteLine(report.DryRun ? "Would change:" : "Changed:");
        output.WriteLine($"  1 hashes               {counts.Hashes}");
        output.WriteLine($"  2 marks of extraction  {counts.ExtractionFlags}");
        output.WriteLine($"  3 types                {counts.Types}");
        output.WriteLine($"  4 lists of tags        {counts.Tags}");
    }
}
