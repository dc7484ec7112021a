using AgentMemory.LongTermMemory;
using AgentMemory.Maintenance;
using AgentMemory.Storage.Redis.Database;
using AgentMemory.Storage.Redis.LongTermMemory;
using AgentMemory.Storage.Redis.Search;
using AgentMemory.Storage.Redis.WorkingMemory;
using AgentMemory.WorkingMemory;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Maintenance;

/// <summary>Runs and look-ups. What the steps do is in the other parts.</summary>
internal sealed partial class RedisStoreMaintenance(RedisStore store, MemoryIndex index) : IStoreMaintenance
{
    /// <summary>Steps of one process wait for each other; those of several decide anew.</summary>
    private const string Subject = "maintenance";

    public async Task<MaintenanceRun> BeginAsync(MaintenanceKind kind, CancellationToken cancellationToken)
    {
        var run = await store.WriteAsync(
            Subject,
            async batch =>
            {
                var total = batch.Database.SortedSetLengthAsync(MemoryRecords.NumbersKeyOf(batch.Keys));
                if (await RunProgress.FindAsync(batch, kind) is not { } progress)
                    (progress = new RunProgress(Ulid.New(), Cursor: 0, Done: 0)).Write(batch, kind);
                return new MaintenanceRun(kind, progress.Run, progress.Done, await total);
            },
            cancellationToken);
        if (kind == MaintenanceKind.RebuildIndex)
            await index.BeginReplacementAsync(run.Id, cancellationToken);
        return run;
    }

    public Task<IReadOnlyList<MemoryKey>> FindMemoriesAsync(string id, CancellationToken cancellationToken) =>
        store.ReadAsync<IReadOnlyList<MemoryKey>>(
            async database =>
            {
                var owners = await database.SortedSetRangeByRankAsync(MemoryUnit.OwnersKeyOf(store.Keys, id));
                var found = await Task.WhenAll(owners.Select(owner => FindAsync(database, new(Keys.ReadOwner((string)owner!), id))));
                return [.. found.OfType<MemoryKey>().OrderBy(key => key.Owner.Namespace, StringComparer.Ordinal)
                    .ThenBy(key => key.Owner.UserId, StringComparer.Ordinal)];
            },
            cancellationToken);

    public Task<IReadOnlyList<(SessionKey Key, int Messages)>> FindSessionsAsync(string id, CancellationToken cancellationToken) =>
        store.ReadAsync<IReadOnlyList<(SessionKey Key, int Messages)>>(
            async database =>
            {
                // Each owner is listed twice, by namespace and by user.
                var members = await database.SortedSetRangeByValueAsync(store.Keys.Of("session-owners", id), "n", "o");
                var keys = members.Select(member => new SessionKey(Keys.ReadOwner(((string)member!)[1..]), id)).ToList();
                var heads = await Task.WhenAll(keys.Select(key => database.HashGetAsync(
                    store.Keys.Of("session", key), [SessionFields.MessageCount, SessionFields.ExpiresAt])));
                var now = store.NowMicroseconds;
                return
                [
                    .. keys.Zip(heads).Where(pair => !pair.Second[0].IsNull && (pair.Second[1].IsNull || (long)pair.Second[1] > now))
                        .Select(pair => (pair.First, (int)pair.Second[0]))
                        .OrderBy(session => session.First.Owner.Namespace, StringComparer.Ordinal)
                        .ThenBy(session => session.First.Owner.UserId, StringComparer.Ordinal),
                ];
            },
            cancellationToken);

    public Task<long> CountWithoutVectorAsync(string model, CancellationToken cancellationToken) => index.ReadAsync(
        memories => memories.CountAsync($"-@{MemoryFields.Space}:{{{SpaceField.ModelTag(model)}*}}"), cancellationToken);

    private async Task<MemoryKey?> FindAsync(IDatabase database, MemoryKey key)
    {
        var exists = database.KeyExistsAsync(MemoryRecords.KeyOf(store.Keys, key));
        var target = (string?)await database.StringGetAsync(MemoryAliases.KeyOf(store.Keys, key));
        return await exists ? key : target is null ? null : key with { Id = target };
    }
}
