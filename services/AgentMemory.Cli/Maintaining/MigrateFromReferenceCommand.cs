using System.CommandLine;
using AgentMemory.Cli.Deleting;
using AgentMemory.Cli.Frame;
using AgentMemory.Embeddings;
using AgentMemory.Hosting.Settings;
using AgentMemory.Maintenance.Reference;
using AgentMemory.Models;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Cli.Maintaining;

/// <summary><c>agent-memory migrate-from-reference</c></summary>
internal static class MigrateFromReferenceCommand
{
    private const string Details =
        """
        Takes over what Redis Agent Memory Server keeps in its Redis: sessions, memories, summary views and their summaries.
        Ids, times, owners, pins and the marks of what was promoted and extracted come along, so nothing is done twice. The
        source is only read, and may be the Redis that this store is in.

        What is in this store already is left alone. Interrupted, or run again, it walks over everything and writes what is
        missing. Stop the reference's servers before the last run, after its worker has emptied its queue; do not run it
        again once applications use this store, because what they have deleted here would come back.

        --from, --index-prefix, --docket-name and --embedding-model are the reference's REDIS_URL, REDISVL_INDEX_PREFIX
        (memory_idx), DOCKET_NAME (memory-server) and EMBEDDING_MODEL. Without the last, memories are embedded anew by a worker.

        Tokens cannot be taken over: the reference keeps a digest that is not ours. They are listed, for you to issue new ones
        with `agent-memory token add`. States of tasks and what waits in the reference's queue stay behind.

        Exit code 1 when something could not be read: the report names the keys, and everything else is migrated.

        Examples:
          agent-memory migrate-from-reference --from redis://localhost:6379 --dry-run
          agent-memory migrate-from-reference --from redis://localhost:6379 --embedding-model text-embedding-3-small --force
          agent-memory migrate-from-reference --from rediss://user:password@redis.example:6380/2 -n shop --format json --force
        """;

    public static Command Create()
    {
        var from = new Option<string>("--from") { Description = "Where the reference's Redis is", Required = true };
        var indexPrefix = new Option<string?>("--index-prefix") { Description = "What the reference's keys of memories begin with" };
        var docketName = new Option<string?>("--docket-name") { Description = "What the reference's queue is called" };
        var embeddingModel = new Option<string?>("--embedding-model")
        {
            Description = "What the reference embeds with: its vectors are kept",
        };
        var owner = new OwnerOptions();
        var batchSize = BatchSizeOption.Create("Keys");
        var dryRun = new Option<bool>("--dry-run") { Description = "Count what would be migrated, and write nothing" };
        var force = Confirmation.ForceOption();
        var format = new FormatOption();
        var command = new ToolCommand("migrate-from-reference", "Take over the data of the reference server", Details)
        {
            from, indexPrefix, docketName, embeddingModel,
        };
        owner.AddTo(command);
        foreach (var option in (Option[])[batchSize, dryRun, force, format])
            command.Add(option);
        command.SetAction((parsed, cancellationToken) => LocalEngine.RunAsync(async engine =>
        {
            if (engine.GetService<IReferenceDatabases>() is not { } databases)
                return Refuse(
                    "this build has no Redis client; build the distributed stack: dotnet run -p:Stack=Distributed "
                    + "--project services/AgentMemory.Cli -- migrate-from-reference, with REDIS_URL for the store to fill");
            var model = EmbeddingSelection.NameOf(parsed.GetValue(embeddingModel));
            if (model is not null && engine.GetService<EmbeddingModel>() is { } configured && configured.Name != model)
                return Refuse(
                    $"--embedding-model: this store embeds with {configured.Name}, which vectors of {model} are useless to; "
                    + "leave the option out to have them embedded anew, or set EMBEDDING_MODEL");

            await using var source = await databases.OpenAsync(
                new ReferenceSource
                {
                    Address = parsed.GetRequiredValue(from),
                    IndexPrefix = parsed.GetValue(indexPrefix) ?? ReferenceSource.DefaultIndexPrefix,
                    DocketName = parsed.GetValue(docketName) ?? ReferenceSource.DefaultDocketName,
                    BatchSize = parsed.GetValue(batchSize),
                },
                cancellationToken);
            var isDryRun = parsed.GetValue(dryRun);
            var question = $"Migrate from {source.Name} into {engine.GetRequiredService<MemorySettings>().Store}?";
            if (!isDryRun && Confirmation.Refused(question, parsed.GetValue(force)) is { } refused)
                return refused;

            var options = new ReferenceMigrationOptions
            {
                DryRun = isDryRun,
                Namespace = owner.Namespace(parsed),
                UserId = owner.User(parsed),
                EmbeddingModel = model,
                EmbeddingDimensions = model is null ? null : KnownEmbeddingModels.Find(model)?.Dimensions,
                ReadView = ReferenceViewReader.Of(engine),
            };
            var report = await WorkProgress.RunAsync(progress => engine.GetRequiredService<ReferenceMigration>()
                .RunAsync(source, options, progress, cancellationToken));
            if (format.IsJson(parsed))
                JsonOutput.Write(report);
            else
                ReferenceMigrationText.Write(report, Console.Out);
            return report.Unreadable == 0 ? ExitCodes.Ok : ExitCodes.Failed;
        }));
        return command;
    }

    private static int Refuse(string problem)
    {
        Console.Error.WriteLine($"agent-memory: {problem}");
        return ExitCodes.Failed;
    }
}
