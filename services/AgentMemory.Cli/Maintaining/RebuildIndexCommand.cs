using System.CommandLine;
using AgentMemory.Cli.Frame;
using AgentMemory.Maintenance;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Cli.Maintaining;

/// <summary><c>agent-memory rebuild-index</c></summary>
internal static class RebuildIndexCommand
{
    private const string Details =
        """
        Use it when a phrase, a topic or an entity does not find what it should, or after another embedding model was configured.
        Memories themselves are not changed. What phrases are found by is built beside the old index and put in its place at
        the end; tags are written anew; vectors that cannot be their memory's are dropped. Memories without a vector of the
        configured model are embedded by a task that a worker runs. The words of other searches are read from the memories by
        each server itself.

        Servers work on meanwhile, and wait for one step at most. Interrupted, it goes on where it stopped when it is started
        again; started twice, the two share the work.

        Examples:
          agent-memory rebuild-index
          agent-memory rebuild-index --batch-size 200 --format json
        """;

    public static Command Create()
    {
        var batchSize = BatchSizeOption.Create("Memories");
        var format = new FormatOption();
        var command = new ToolCommand("rebuild-index", "Build what memories are found by anew", Details) { batchSize, format };
        command.SetAction((parsed, cancellationToken) => LocalEngine.RunAsync(async engine =>
        {
            var report = await WorkProgress.RunAsync(progress => engine.GetRequiredService<IndexRebuild>()
                .RunAsync(parsed.GetValue(batchSize), progress, cancellationToken));
            if (format.IsJson(parsed))
                JsonOutput.Write(report);
            else
                WriteText(report, Console.Out);
            return ExitCodes.Ok;
        }));
        return command;
    }

    private static void WriteText(IndexRebuildReport report, TextWriter output)
    {
        output.WriteLine($"Rebuilt the index of {report.Memories} memories.");
        if (report.Resumed > 0)
            output.WriteLine($"{report.Resumed} of them by a run that was interrupted.");
        if (report.DroppedVectors > 0)
            output.WriteLine($"Dropped {report.DroppedVectors} vectors that could not be their memory's.");
        output.WriteLine(report switch
        {
            { EmbeddingModel: null } => "No embedding model is configured: vectors stay as they are.",
            { TaskId: { } id } => $"{report.WithoutVector} memories have no vector of {report.EmbeddingModel}: task {id} embeds them.",
            _ => $"Every memory has a vector of {report.EmbeddingModel}.",
        });
    }
}
