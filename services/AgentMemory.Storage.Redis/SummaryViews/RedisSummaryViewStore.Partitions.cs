using AgentMemory.SummaryViews;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Redis.SummaryViews;

/// <summary>Partitions: a hash per view, from the key of the group to the partition as JSON.</summary>
internal sealed partial class RedisSummaryViewStore
{
    public Task PutPartitionAsync(AccessScope scope, SummaryPartition partition, CancellationToken cancellationToken) =>
        store.WriteAsync(
            partition.ViewId,
            async batch =>
            {
                if (await DemandAsync(batch, scope, partition.ViewId) is null)
                    return false;
                batch.Do(
                    "HSET", PartitionsOf(partition.ViewId), PartitionKey.Of(partition.Group),
                    StoredJson.Write(partition with { ComputedAt = Timestamp.Truncate(partition.ComputedAt) }));
                return true;
            },
            cancellationToken);

    public Task<IReadOnlyList<SummaryPartition>> ListPartitionsAsync(
        AccessScope scope, string viewId, IReadOnlyDictionary<string, string> group, CancellationToken cancellationToken) =>
        store.ReadAsync<IReadOnlyList<SummaryPartition>>(
            async database =>
            {
                var partitions = database.HashGetAllAsync(PartitionsOf(viewId));
                return await FindAsync(database, scope, viewId) is null
                    ? []
                    :
                    [
                        .. (await partitions).OrderBy(entry => (string)entry.Name!, StringComparer.Ordinal)
                            .Select(entry => StoredJson.ReadPartition((string)entry.Value!))
                            .Where(partition => group.All(part => partition.Group.GetValueOrDefault(part.Key) == part.Value)),
                    ];
            },
            cancellationToken);

    public Task<int> DeletePartitionsBeforeAsync(
        AccessScope scope, string viewId, DateTimeOffset before, CancellationToken cancellationToken) => store.WriteAsync(
        viewId,
        async batch =>
        {
            var partitions = batch.Database.HashGetAllAsync(PartitionsOf(viewId));
            if (await DemandAsync(batch, scope, viewId) is null)
                return 0;
            var old = (await partitions)
                .Where(entry => StoredJson.ReadPartition((string)entry.Value!).ComputedAt < Timestamp.Truncate(before)).ToArray();
            foreach (var entry in old)
                batch.ExpectField(PartitionsOf(viewId), (string)entry.Name!, entry.Value);
            batch.DoMany("HDEL", PartitionsOf(viewId), Array.ConvertAll(old, entry => entry.Name));
            return old.Length;
        },
        cancellationToken);
}
