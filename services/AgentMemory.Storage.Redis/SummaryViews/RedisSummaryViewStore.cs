using AgentMemory.Errors;
using AgentMemory.Storage.Redis.Database;
using AgentMemory.SummaryViews;
using AgentMemory.Tenancy;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.SummaryViews;

/// <summary>
/// Views: a hash each, and an ordered set of their ids by the order of creation. Partitions are in the other part.
/// </summary>
internal sealed partial class RedisSummaryViewStore(RedisStore store) : ISummaryViewStore
{
    /// <summary>Numbers a view; no two have one, so it tells a view from a later one of the same id.</summary>
    private const string Number = "number";

    private RedisKey Ids => store.Keys.Of("summary-views");

    public Task AddAsync(StoredSummaryView view, CancellationToken cancellationToken) => store.WriteAsync(
        view.View.Id,
        async batch =>
        {
            var key = KeyOf(view.View.Id);
            if (await batch.Database.KeyExistsAsync(key))
                throw new ConflictException("The summary view's ID is in use already; choose another one");
            batch.ExpectExists(key, false);
            batch.DoMany(
                "HSET", key, [.. SummaryViewFields.Write(view).SelectMany(field => new[] { field.Name, field.Value })], stride: 2);
            batch.Number(store.Keys.Of("summary-view-number"), key, Number, (Ids, view.View.Id));
            return true;
        },
        cancellationToken);

    public Task<StoredSummaryView?> FindAsync(AccessScope scope, string viewId, CancellationToken cancellationToken) =>
        store.ReadAsync(async database => (await FindAsync(database, scope, viewId))?.View, cancellationToken);

    public Task<IReadOnlyList<StoredSummaryView>> ListAsync(AccessScope scope, CancellationToken cancellationToken) =>
        store.ReadAsync<IReadOnlyList<StoredSummaryView>>(
            async database =>
            {
                var ids = await database.SortedSetRangeByRankAsync(Ids);
                var views = await Task.WhenAll(ids.Select(id => FindAsync(database, scope, (string)id!)));
                return [.. views.OfType<FoundView>().Select(found => found.View)];
            },
            cancellationToken);

    public Task<bool> DeleteAsync(AccessScope scope, string viewId, CancellationToken cancellationToken) => store.WriteAsync(
        viewId,
        async batch =>
        {
            if (await DemandAsync(batch, scope, viewId) is null)
                return false;
            batch.Do("ZREM", Ids, viewId);
            batch.Do("DEL", KeyOf(viewId), (string)PartitionsOf(viewId)!);
            return true;
        },
        cancellationToken);

    private RedisKey KeyOf(string viewId) => store.Keys.Of("summary-view", viewId);

    private RedisKey PartitionsOf(string viewId) => store.Keys.Of("summary-partitions", viewId);

    private async Task<FoundView?> FindAsync(IDatabase database, AccessScope scope, string viewId)
    {
        var fields = (await database.HashGetAllAsync(KeyOf(viewId))).ToDictionary();
        return fields.Count > 0 && SummaryViewFields.Read(fields) is var view && scope.Covers(view.Scope)
            ? new(view, fields[Number])
            : null;
    }

    /// <summary>The view, if the scope covers it, which the write then rests on.</summary>
    private async Task<FoundView?> DemandAsync(WriteBatch batch, AccessScope scope, string viewId)
    {
        var found = await FindAsync(batch.Database, scope, viewId);
        if (found is not null)
            batch.ExpectField(KeyOf(viewId), Number, found.Number);
        return found;
    }

    private sealed record FoundView(StoredSummaryView View, RedisValue Number);
}
