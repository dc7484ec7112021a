using AgentMemory.LongTermMemory;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Redis.LongTermMemory;

internal sealed partial class RedisLongTermMemoryStore
{
    /// <summary>Records in one commit, during which Redis serves nobody else.</summary>
    private const int MaximumRecords = 200;

    /// <summary>Characters of text in one commit, likewise.</summary>
    private const int MaximumText = 1 << 20;

    /// <remarks>Large batches are several commits, the tasks with the last. Each record carries its operation, so whoever
    /// repeats a batch that was interrupted goes on where it stopped.</remarks>
    public async Task<IReadOnlyList<UpsertResult>> UpsertAsync(
        AccessScope scope, IReadOnlyList<MemoryRecord> records, UpsertOptions options, CancellationToken cancellationToken)
    {
        foreach (var record in records)
            scope.Demand(record.Owner, "memory");
        var results = new List<UpsertResult>(records.Count);
        do
        {
            var part = Part(records, results.Count);
            var isLast = results.Count + part.Count == records.Count;
            results.AddRange(await UpsertAsync(part, isLast ? options : options with { Tasks = [] }, cancellationToken));
        }
        while (results.Count < records.Count);
        return results;
    }

    private Task<List<UpsertResult>> UpsertAsync(
        List<MemoryRecord> records, UpsertOptions options, CancellationToken cancellationToken) =>
        store.WriteAsync(
            records is [] ? "" : SubjectOf(records[0].Id),
            async batch =>
            {
                var unit = new MemoryUnit(batch);
                var results = await unit.UpsertAsync(records, options);
                batch.Enqueue(options.Tasks);
                unit.Flush();
                return results;
            },
            cancellationToken);

    private static List<MemoryRecord> Part(IReadOnlyList<MemoryRecord> records, int first)
    {
        var part = new List<MemoryRecord>();
        for (var (i, text) = (first, 0L); i < records.Count && part.Count < MaximumRecords && text < MaximumText; i++)
        {
            part.Add(records[i]);
            text += records[i].Text.Length;
        }

        return part;
    }

    /// <summary>Writes of this process to the same id take turns.</summary>
    private static string SubjectOf(string id) => "memory " + id;
}
