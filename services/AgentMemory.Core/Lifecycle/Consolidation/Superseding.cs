using AgentMemory.LongTermMemory;
using AgentMemory.Tenancy;

namespace AgentMemory.Lifecycle;

/// <summary>Finds what newer values replace: records of one owner that speak of the same one-valued attribute.</summary>
public sealed class Superseding(ILongTermMemoryStore store)
{
    /// <summary>More values than an attribute should ever have at once; the rest is left to the next look.</summary>
    private const int MaximumValues = 50;

    /// <returns>The values, oldest first, the last one being what holds now; none when there is but one.</returns>
    public async Task<IReadOnlyList<MemoryRecord>> FindAsync(MemoryRecord record, CancellationToken cancellationToken)
    {
        if (record.Slot is null || record.Pinned)
            return [];

        var page = await store.ScanAsync(
            AccessScope.Of(record.Owner), MergeableRecords.PeersOf(record) with { Slot = record.Slot }, after: null,
            MaximumValues, cancellationToken);
        var newestFirst = page.Records
            .Where(other => !other.Pinned)
            .OrderByDescending(SlotValue.HoldsSince)
            .ThenByDescending(other => other.Id, StringComparer.Ordinal)
            .ToArray();
        var values = await new Separations(store).CompatibleAsync(newestFirst, cancellationToken);
        return values.Count > 1 ? [.. values.Reverse()] : [];
    }
}
