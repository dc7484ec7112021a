using AgentMemory.Tenancy;
using AgentMemory.Usage;

namespace AgentMemory.Tests;

internal sealed class TemporaryUsage : IUsageStore
{
    public Task AddAsync(UsageEntry entry, CancellationToken cancellationToken) => Task.CompletedTask;
    public Task<IReadOnlyList<NamespaceUsage>> ReadAsync(AccessScope scope, string? @namespace, DateOnly from, DateOnly to, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<NamespaceUsage>>([]);
    public Task<long> TokensAsync(string? @namespace, DateOnly day, CancellationToken cancellationToken) => Task.FromResult(0L);
    public Task<int> PurgeAsync(DateOnly before, CancellationToken cancellationToken) => Task.FromResult(0);
}
