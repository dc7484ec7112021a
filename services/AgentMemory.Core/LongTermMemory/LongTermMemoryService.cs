using AgentMemory.Lifecycle;
using AgentMemory.Tenancy;

namespace AgentMemory.LongTermMemory;

/// <summary>Long-term memory as callers use it. Every method refuses with 400 when it is disabled.</summary>
public sealed class LongTermMemoryService
{
    /// <param name="defaultNamespace">For records that name none.</param>
    public Task<IReadOnlyList<UpsertResult>> CreateAsync(
        AccessScope scope, IReadOnlyList<MemoryRecord> records, bool deduplicate, string? defaultNamespace,
        string? defaultUserId, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <exception cref="Errors.NotFoundException">No such record in scope.</exception>
    public Task<MemoryRecord> GetAsync(AccessScope scope, MemoryLookup lookup, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>Overlays the edit on the newest version (spec 10.11); repeats when another writer came between.</summary>
    public Task<MemoryRecord> UpdateAsync(
        AccessScope scope, MemoryLookup lookup, MemoryEdit edit, WriteCondition condition, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <returns>How many records were removed.</returns>
    public Task<int> DeleteAsync(
        AccessScope scope, IReadOnlyList<MemoryLookup> lookups, WriteCondition condition, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    public Task<ForgetReport> ForgetAsync(
        AccessScope scope, ForgetRequest request, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Removes records whose content another record of the same owner has (spec 10.10, hash step).</summary>
    /// <returns>How many records remain.</returns>
    public Task<long> CompactAsync(
        AccessScope scope, string? @namespace, string? userId, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
}
