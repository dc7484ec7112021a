using AgentMemory.SummaryViews;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Sqlite.SummaryViews;

internal sealed class SqliteSummaryViewStore : ISummaryViewStore
{
    public Task AddAsync(StoredSummaryView view, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<StoredSummaryView?> FindAsync(AccessScope scope, string viewId, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    public Task<IReadOnlyList<StoredSummaryView>> ListAsync(AccessScope scope, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    public Task<bool> DeleteAsync(AccessScope scope, string viewId, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    public Task PutPartitionAsync(AccessScope scope, SummaryPartition partition, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    public Task<IReadOnlyList<SummaryPartition>> ListPartitionsAsync(
        AccessScope scope, string viewId, IReadOnlyDictionary<string, string> group, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    public Task<int> DeletePartitionsBeforeAsync(
        AccessScope scope, string viewId, DateTimeOffset before, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
}
