using AgentMemory.Embeddings;
using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Tenancy;

namespace AgentMemory.Lifecycle;

/// <summary>
/// Finds records of nearly the same meaning by their vectors (spec 10.9). Only a cohesive group is one: each member near each
/// other, and near nothing else. A record between two meanings joins neither, so that chains do not grow into one memory.
/// </summary>
public sealed class SimilarRecords(ILongTermMemoryStore store, IMemorySearchIndex index, EmbeddingModel? embedding = null)
{
    /// <summary>Others in a group. One that is full may have more neighbours: it takes no more at once.</summary>
    private const int MaximumOthers = 10;

    /// <summary>Asked for beyond those, because some that the store finds may not be merged.</summary>
    private const int Spare = 22;

    /// <summary>From how many records a text may be made, over all merges that led to it: a memory that absorbs its
    /// neighbours one by one is a chain too.</summary>
    private const int MaximumSources = 1 + MaximumOthers;

    /// <summary>Whether the record waits for its vector, so that nothing can be said of it yet.</summary>
    public async Task<bool> IsWaitingAsync(MemoryRecord record, CancellationToken cancellationToken) =>
        embedding is not null && (await VectorsAsync([record], cancellationToken)).Count == 0;

    /// <returns>The record and those like it; none when there is no cohesive group.</returns>
    public async Task<IReadOnlyList<MemoryRecord>> FindAsync(
        MemoryRecord record, double maximumDistance, CancellationToken cancellationToken)
    {
        var own = await VectorsAsync([record], cancellationToken);
        if (record.Pinned || !own.TryGetValue(record.Key, out var vector))
            return [];

        var others = await NeighboursAsync(record, record, vector, maximumDistance, cancellationToken);
        if (others.Count == 0 || others.Append(record).Sum(MergedRecord.SourcesOf) > MaximumSources
            || !await IsCohesiveAsync(record, others, maximumDistance, cancellationToken))
        {
            return [];
        }

        IReadOnlyList<MemoryRecord> group = [record, .. others];
        return (await new Separations(store).CompatibleAsync(group, cancellationToken)).Count == group.Count ? group : [];
    }

    private async Task<bool> IsCohesiveAsync(
        MemoryRecord record, List<MemoryRecord> others, double maximumDistance, CancellationToken cancellationToken)
    {
        var vectors = await VectorsAsync(others, cancellationToken);
        var isFull = others.Count == MaximumOthers;
        var expected = others.Select(other => other.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var other in others)
        {
            if (!vectors.TryGetValue(other.Key, out var vector))
                return false;
            var near = (await NeighboursAsync(record, other, vector, maximumDistance, cancellationToken))
                .Select(neighbour => neighbour.Id).Where(id => id != record.Id).ToHashSet(StringComparer.Ordinal);
            var missing = expected.Any(id => id != other.Id && !near.Contains(id));
            if (missing || (!isFull && !near.IsSubsetOf(expected)))
                return false;
        }

        return true;
    }

    /// <summary>Who is near <paramref name="center"/>, itself left out, of those that may be merged with
    /// <paramref name="record"/>; nearest first.</summary>
    private async Task<List<MemoryRecord>> NeighboursAsync(
        MemoryRecord record, MemoryRecord center, ReadOnlyMemory<float> vector, double maximumDistance,
        CancellationToken cancellationToken)
    {
        var space = await embedding!.GetSpaceAsync(cancellationToken);
        var nearest = await index.NearestAsync(
            AccessScope.Of(record.Owner), MergeableRecords.PeersOf(record), new(space, vector, maximumDistance),
            1 + MaximumOthers + Spare, cancellationToken);
        return [.. nearest.Items.Select(item => item.Record)
            .Where(other => other.Id != center.Id && MergeableRecords.ArePeers(record, other)).Take(MaximumOthers)];
    }

    private async Task<IReadOnlyDictionary<MemoryKey, ReadOnlyMemory<float>>> VectorsAsync(
        List<MemoryRecord> records, CancellationToken cancellationToken) => embedding is null
        ? new Dictionary<MemoryKey, ReadOnlyMemory<float>>()
        : await index.VectorsAsync(
            AccessScope.Of(records[0].Owner), [.. records.Select(record => record.Key)], await embedding.GetSpaceAsync(cancellationToken),
            cancellationToken);
}
