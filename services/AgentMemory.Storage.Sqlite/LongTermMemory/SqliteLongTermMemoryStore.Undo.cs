using AgentMemory.LongTermMemory;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Sqlite.LongTermMemory;

internal sealed partial class SqliteLongTermMemoryStore
{
    public Task<bool> MergeAsync(AccessScope scope, MemoryMerge merge, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    public Task<IReadOnlyList<MemoryRecord>?> UndoMergeAsync(
        AccessScope scope, string mergeId, IReadOnlyList<TaskRequest> tasks, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    public Task<IReadOnlyList<MemoryMerge>> ListMergesAsync(
        AccessScope scope, MemoryKey key, int limit, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

}
