using AgentMemory.Errors;
using AgentMemory.Extraction;
using AgentMemory.Lifecycle;
using AgentMemory.Search;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;

namespace AgentMemory.LongTermMemory;

/// <summary>Long-term memory as callers use it. Every method refuses with 400 when it is disabled.</summary>
public sealed class LongTermMemoryService(
    ILongTermMemoryStore store, MemoryFollowUps followUps, ITaskQueue queue, Forgetting forgetting, Compaction compaction,
    EngineOptions options, TimeProvider time)
{
    private const int UpdateAttempts = 10;

    /// <param name="defaultNamespace">For records that name none.</param>
    /// <param name="defaultUserId">For records that name none.</param>
    public async Task<IReadOnlyList<UpsertResult>> CreateAsync(
        AccessScope scope, IReadOnlyList<MemoryRecord> records, bool deduplicate, string? defaultNamespace,
        string? defaultUserId, CancellationToken cancellationToken)
    {
        DemandEnabled();
        if (records.Count == 0)
            return [];

        var now = time.UtcNowMicroseconds();
        var placed = new MemoryRecord[records.Count];
        for (var i = 0; i < placed.Length; i++)
        {
            var record = records[i];
            var owner = scope.Place(record.Owner.Namespace ?? defaultNamespace, record.Owner.UserId ?? defaultUserId);
            placed[i] = followUps.Prepare(record with { Namespace = owner.Namespace, UserId = owner.UserId, PersistedAt = now });
        }

        return await store.UpsertAsync(
            scope, placed,
            new UpsertOptions
            {
                OperationId = "create:" + Ulid.New(),
                Deduplicate = deduplicate,
                Tasks = [.. followUps.Of(placed, deduplicate), .. ExtractionOf(placed)],
            },
            cancellationToken);
    }

    /// <exception cref="NotFoundException">No such record in scope.</exception>
    public async Task<MemoryRecord> GetAsync(AccessScope scope, MemoryLookup lookup, CancellationToken cancellationToken)
    {
        DemandEnabled();
        scope.DemandNamed(lookup.Namespace, lookup.UserId);
        return await store.FindAsync(scope, lookup, cancellationToken) ?? throw NotFound(lookup);
    }

    /// <summary>Overlays the edit on the newest version (spec 10.11); repeats when another writer came between.</summary>
    /// <exception cref="InvalidRequestException">The edit changes nothing, or empties the text.</exception>
    /// <exception cref="NotFoundException">No such record in scope.</exception>
    public async Task<MemoryRecord> UpdateAsync(
        AccessScope scope, MemoryLookup lookup, MemoryEdit edit, WriteCondition condition, CancellationToken cancellationToken)
    {
        DemandEnabled();
        if (edit.IsEmpty)
            throw new InvalidRequestException("No fields provided for update");
        if (edit.Text is not null && string.IsNullOrWhiteSpace(edit.Text))
            throw new InvalidRequestException("`text` must not be empty: leave it out to keep the stored text");
        scope.DemandNamed(lookup.Namespace, lookup.UserId);

        for (var attempt = 0; attempt < UpdateAttempts; attempt++)
        {
            var stored = await store.FindAsync(scope, lookup, cancellationToken) ?? throw NotFound(lookup);
            condition.Demand(stored.Version, $"Memory {lookup.Id}");
            var edited = edit.ApplyTo(stored, PlaceAfter(scope, edit, stored), time.UtcNowMicroseconds());
            try
            {
                return await store.ReplaceAsync(
                    scope, stored.Key, edited, WriteCondition.Version(stored.Version),
                    edited.Text == stored.Text ? [] : followUps.OfText([edited]), cancellationToken);
            }
            catch (VersionMismatchException)
            {
                // Another writer came between: the next round reads what it wrote, and checks the caller's own condition.
            }
        }

        throw new ConflictException($"Memory with ID {lookup.Id} is being changed by others too often; send the update again");
    }

    /// <returns>How many records were removed.</returns>
    public async Task<int> DeleteAsync(
        AccessScope scope, IReadOnlyList<MemoryLookup> lookups, WriteCondition condition, CancellationToken cancellationToken)
    {
        DemandEnabled();
        foreach (var lookup in lookups)
            scope.DemandNamed(lookup.Namespace, lookup.UserId);
        return lookups.Count == 0 ? 0 : await store.DeleteAsync(scope, lookups, condition, cancellationToken);
    }

    public async Task<ForgetReport> ForgetAsync(AccessScope scope, ForgetRequest request, CancellationToken cancellationToken)
    {
        DemandEnabled();
        scope.DemandNamed(request.Namespace, request.UserId);
        return await forgetting.RunAsync(scope, request, cancellationToken);
    }

    /// <summary>Merges records of the same content, and those of the same meaning, of each owner (spec 10.10).</summary>
    /// <returns>How many records remain.</returns>
    public async Task<long> CompactAsync(
        AccessScope scope, string? @namespace, string? userId, string? sessionId, CancellationToken cancellationToken)
    {
        DemandEnabled();
        scope.DemandNamed(@namespace, userId);
        var filter = new MemoryFilter
        {
            Namespace = TagFilter.EqualIfNamed(@namespace),
            UserId = TagFilter.EqualIfNamed(userId),
            SessionId = TagFilter.EqualIfNamed(sessionId),
        };
        await compaction.RunAsync(scope, filter, cancellationToken);
        return await store.CountAsync(scope, filter, cancellationToken);
    }

    /// <summary>Merges the record took part in, or the record it is part of by now, newest first; undone ones included.</summary>
    /// <exception cref="NotFoundException">No such record in scope.</exception>
    public async Task<IReadOnlyList<MemoryMerge>> ListMergesAsync(
        AccessScope scope, MemoryLookup lookup, int limit, CancellationToken cancellationToken)
    {
        var record = await GetAsync(scope, lookup, cancellationToken);
        return await store.ListMergesAsync(scope, record.Key, limit, cancellationToken);
    }

    /// <summary>Restores the records of a merge under their old ids; they are not merged with each other again.</summary>
    /// <returns>The records, the survivor first.</returns>
    /// <exception cref="NotFoundException">No such merge in scope.</exception>
    /// <exception cref="ConflictException">The survivor was edited or merged since.</exception>
    public async Task<IReadOnlyList<MemoryRecord>> UndoMergeAsync(
        AccessScope scope, string mergeId, CancellationToken cancellationToken)
    {
        DemandEnabled();
        var restored = await store.UndoMergeAsync(scope, mergeId, [], cancellationToken)
            ?? throw new NotFoundException($"Merge with ID {mergeId} not found");

        // Which records there are is known only now. Should the process end here, the backlog of texts without a vector has them.
        foreach (var request in followUps.OfText(restored))
            await queue.EnqueueAsync(request, cancellationToken);
        return restored;
    }

    private static Owner PlaceAfter(AccessScope scope, MemoryEdit edit, MemoryRecord stored)
    {
        var owner = new Owner(edit.Namespace ?? stored.Namespace, edit.UserId ?? stored.UserId);

        // An empty string, not null: null would let the scope choose, and move what the caller meant to leave.
        return owner == stored.Owner ? owner : scope.Place(owner.Namespace ?? "", owner.UserId ?? "");
    }

    private static NotFoundException NotFound(MemoryLookup lookup) => new($"Memory with ID {lookup.Id} not found");

    private IEnumerable<TaskRequest> ExtractionOf(IReadOnlyList<MemoryRecord> records) =>
        options.ExtractMemories ? ExtractMemories.Requests(records) : [];

    private void DemandEnabled() => options.DemandLongTermMemory();
}
