using AgentMemory.Maintenance;
using AgentMemory.Search;
using AgentMemory.Storage.Redis.Database;
using AgentMemory.Storage.Redis.LongTermMemory;
using AgentMemory.Storage.Redis.Search;
using AgentMemory.Storage.Redis.WorkingMemory;

namespace AgentMemory.Storage.Redis.Maintenance;

/// <summary>Each session is a commit of its own, records are committed by the hundred.</summary>
internal sealed class RedisStoreImport(RedisStore store, RedisWorkingMemoryStore sessions, MemoryIndex index) : IStoreImport
{
    /// <summary>Records in one commit, during which Redis serves nobody else: with their vectors about a megabyte.</summary>
    private const int RecordsAtOnce = 100;

    /// <summary>Characters of text in one commit, likewise.</summary>
    private const int TextAtOnce = 1 << 20;

    /// <summary>Of sessions, whose commits go out together.</summary>
    private const int SessionsAtOnce = 32;

    public async Task<IReadOnlyList<ImportOutcome>> ImportSessionsAsync(
        IReadOnlyList<SessionImport> imports, bool dryRun, CancellationToken cancellationToken)
    {
        var outcomes = new List<ImportOutcome>(imports.Count);
        foreach (var some in imports.Chunk(SessionsAtOnce))
        {
            outcomes.AddRange(await Task.WhenAll(some.Select(import => dryRun
                ? sessions.CompareAsync(import.Session, cancellationToken)
                : sessions.ImportAsync(import, cancellationToken))));
        }

        return outcomes;
    }

    public async Task<IReadOnlyList<ImportOutcome>> ImportMemoriesAsync(
        IReadOnlyList<MemoryImport> imports, bool dryRun, CancellationToken cancellationToken)
    {
        if (!dryRun)
        {
            foreach (var space in imports.Select(import => import.Vector?.Space).OfType<EmbeddingSpace>().Distinct())
                await index.EnsureSpaceAsync(space, cancellationToken);
        }

        var outcomes = new List<ImportOutcome>(imports.Count);
        while (outcomes.Count < imports.Count)
            outcomes.AddRange(await ImportPartAsync(Part(imports, outcomes.Count), dryRun, cancellationToken));
        return outcomes;
    }

    private Task<List<ImportOutcome>> ImportPartAsync(
        List<MemoryImport> imports, bool dryRun, CancellationToken cancellationToken) => store.WriteAsync(
        "import",
        async batch =>
        {
            var unit = new MemoryUnit(batch);
            await unit.PrepareImportAsync(imports);
            var outcomes = new List<ImportOutcome>(imports.Count);
            foreach (var import in imports)
                outcomes.Add(dryRun ? await unit.CompareAsync(import.Record) : await unit.ImportAsync(import));
            // What is told of what is there already rests on nothing that is written.
            if (outcomes.Contains(ImportOutcome.New) && !dryRun)
                unit.Flush();
            return outcomes;
        },
        cancellationToken);

    private static List<MemoryImport> Part(IReadOnlyList<MemoryImport> imports, int first)
    {
        var part = new List<MemoryImport>();
        for (var (i, text) = (first, 0L); i < imports.Count && part.Count < RecordsAtOnce && text < TextAtOnce; i++)
        {
            part.Add(imports[i]);
            text += imports[i].Record.Text.Length;
        }

        return part;
    }
}
