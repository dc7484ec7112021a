using AgentMemory.LanguageModels;
using AgentMemory.LongTermMemory;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;

namespace AgentMemory.Lifecycle;

/// <summary>
/// Looks at one record: merges it with what it replaces, with what says the same word for word, and with what means nearly
/// the same (spec 10.9). Every merge is checked by the store against the versions seen here, can be undone, and happens once
/// however often it is tried; two workers on overlapping groups end like one (T58).
/// </summary>
public sealed class Consolidation(
    ILongTermMemoryStore store, Superseding superseding, EqualTexts equals, SimilarRecords similar, MergedTextWriter writer,
    MemoryFollowUps followUps, ITaskQueue queue, EngineOptions options, TimeProvider time)
{
    /// <summary>Merges, and groups that changed while they were looked at, after which the rest is left to the next look.</summary>
    private const int Rounds = 4;

    /// <param name="maximumDistance">Cosine distance within which records mean nearly the same.</param>
    /// <returns>The record it is part of now; <see langword="null"/> when it has gone or became part of another before.</returns>
    /// <exception cref="ModelException">The model cannot do it now; what was merged before stays merged.</exception>
    public async Task<MemoryKey?> RunAsync(MemoryKey key, double maximumDistance, CancellationToken cancellationToken)
    {
        var scope = AccessScope.Of(key.Owner);
        for (var round = 0; round < Rounds; round++)
        {
            if (await store.FindOwnAsync(key, cancellationToken) is not { } record)
                return null;
            if (!MergeableRecords.Contains(record))
                return key;

            var merge = await ReplacedByNewerAsync(record, cancellationToken);
            if (options.CompactSemanticDuplicates)
            {
                merge ??= await WordForWordAsync(record, cancellationToken);
                if (merge is null && await similar.IsWaitingAsync(record, cancellationToken))
                    return key;
                merge ??= await NearlyAsync(record, maximumDistance, cancellationToken);
            }

            if (merge is null)
            {
                await store.MarkConsolidatedAsync(scope, [record], cancellationToken);
                return key;
            }

            if (!await store.MergeAsync(scope, merge, cancellationToken))
                continue;

            // Should the process end here, the backlog of texts without a vector has the survivor.
            foreach (var request in followUps.OfText([merge.Survivor]))
                await queue.EnqueueAsync(request, cancellationToken);
            key = key with { Id = merge.Survivor.Id };
            if (merge.Reason == MergeReason.Similar)
            {
                await MarkAsync(scope, key, cancellationToken);
                return key;
            }
        }

        return key;
    }

    private async Task<MemoryMerge?> ReplacedByNewerAsync(MemoryRecord record, CancellationToken cancellationToken)
    {
        var values = await superseding.FindAsync(record, cancellationToken);
        return values.Count == 0 ? null : Merge(values, values[^1].Text, MergeReason.Superseded, model: null);
    }

    private async Task<MemoryMerge?> WordForWordAsync(MemoryRecord record, CancellationToken cancellationToken)
    {
        var group = OldestFirst(await equals.FindAsync(record, cancellationToken));
        return group.Length == 0 ? null : Merge(group, group[^1].Text, MergeReason.Duplicate, model: null);
    }

    private async Task<MemoryMerge?> NearlyAsync(MemoryRecord record, double maximumDistance, CancellationToken cancellationToken)
    {
        if (!writer.IsAvailable)
            return null;
        var group = OldestFirst(await similar.FindAsync(record, maximumDistance, cancellationToken));
        return group.Length > 0 && await writer.WriteAsync(group, cancellationToken) is { } merged
            ? Merge(group, merged.Text, MergeReason.Similar, merged.Model)
            : null;
    }

    private MemoryMerge Merge(IReadOnlyList<MemoryRecord> oldestFirst, string text, MergeReason reason, string? model)
    {
        var now = time.UtcNowMicroseconds();
        return new()
        {
            Id = Ulid.New(),
            Reason = reason,
            Survivor = MergedRecord.Of(oldestFirst, text, reason, model, now),
            Originals = oldestFirst,
            Model = model,
            At = now,
        };
    }

    /// <summary>A text made of several is looked at again only with what comes after it: it does not go looking itself.</summary>
    private async Task MarkAsync(AccessScope scope, MemoryKey key, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(scope, key.AsLookup(), cancellationToken) is { } survivor)
            await store.MarkConsolidatedAsync(scope, [survivor], cancellationToken);
    }

    private static MemoryRecord[] OldestFirst(IReadOnlyList<MemoryRecord> group) =>
        [.. group.OrderBy(record => record.CreatedAt).ThenBy(record => record.Id, StringComparer.Ordinal)];
}
