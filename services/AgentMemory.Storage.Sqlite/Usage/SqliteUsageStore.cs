using AgentMemory.Usage;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Sqlite.Usage;

internal sealed class SqliteUsageStore : IUsageStore
{
    public Task AddAsync(UsageEntry entry, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<IReadOnlyList<NamespaceUsage>> ReadAsync(
        AccessScope scope, string? @namespace, DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    public Task<long> TokensAsync(string? @namespace, DateOnly day, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    public Task<int> PurgeAsync(DateOnly before, CancellationToken cancellationToken) => throw new NotImplementedException();
}
