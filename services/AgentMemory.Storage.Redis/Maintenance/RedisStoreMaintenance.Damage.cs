using AgentMemory.Events;
using AgentMemory.LongTermMemory;
using AgentMemory.Maintenance;
using AgentMemory.Storage.Redis.Database;
using AgentMemory.Storage.Redis.LongTermMemory;
using AgentMemory.Storage.Redis.WorkingMemory;
using AgentMemory.WorkingMemory;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Maintenance;

/// <summary>What cannot be read: fields that another program, or a bug, filled with something else.</summary>
internal sealed partial class RedisStoreMaintenance
{
    private const int RecordsAtOnce = 1000;

    public Task<SessionCheck> CheckSessionsAsync(string? after, int sessions, CancellationToken cancellationToken) => store.ReadAsync(
        async database =>
        {
            var page = await database.SortedSetRangeByScoreWithScoresAsync(
                store.Keys.Of("sessions"), RecordWalk.Position(after), double.PositiveInfinity, Exclude.Start, take: sessions);
            var keys = Array.ConvertAll(page, entry =>
            {
                var (owner, id) = Keys.ReadPart((string)entry.Element!);
                return new SessionKey(owner, id);
            });
            var unreadable = new List<SessionKey>();
            // Reads each whole; nothing of them is kept.
            using var cache = new SessionCache(maximumBytes: 0);
            var reader = new SessionReader(store, cache);
            foreach (var key in keys)
            {
                if (!await IsReadableAsync(reader, database, key))
                    unreadable.Add(key);
            }

            return new SessionCheck(keys.Length, unreadable, keys.Length < sessions ? null : RecordWalk.Text((long)page[^1].Score));
        },
        cancellationToken);

    public async Task<int> DeleteUnreadableAsync(
        string? @namespace, string? userId, int limit, CancellationToken cancellationToken)
    {
        var unreadable = await FindUnreadableAsync(@namespace, userId, limit, cancellationToken);
        var deleted = 0;
        foreach (var key in unreadable)
            deleted += await DeleteUnreadableAsync(key, cancellationToken) ? 1 : 0;
        return deleted;
    }

    private async Task<List<MemoryKey>> FindUnreadableAsync(
        string? @namespace, string? userId, int limit, CancellationToken cancellationToken)
    {
        var found = new List<MemoryKey>();
        for (var after = 0L; found.Count < limit;)
        {
            var (taken, unreadable) = await store.ReadAsync(
                async database =>
                {
                    var page = await RecordWalk.PageAsync(database, store.Keys, after, RecordsAtOnce);
                    after = page is [.., var last] ? last.Number : after;
                    var meant = page.Select(entry => entry.Key).Where(key =>
                        (@namespace is null || @namespace == (key.Owner.Namespace ?? ""))
                        && (userId is null || userId == (key.Owner.UserId ?? "")));
                    var memories = await RecordWalk.ReadAsync(database, store.Keys, meant);
                    return (page.Count, memories.Where(IsUnreadable).Select(memory => memory.Key));
                },
                cancellationToken);
            found.AddRange(unreadable.Take(limit - found.Count));
            if (taken < RecordsAtOnce)
                break;
        }

        return found;
    }

    private static bool IsUnreadable(WalkedMemory memory) => memory is { Exists: true, Stored: null };

    /// <summary>Only what is still unreadable: a writer may have come between.</summary>
    private Task<bool> DeleteUnreadableAsync(MemoryKey key, CancellationToken cancellationToken) => store.WriteAsync(
        Subject,
        async batch =>
        {
            var memory = (await RecordWalk.ReadAsync(batch.Database, batch.Keys, [key]))[0];
            if (!IsUnreadable(memory))
                return false;

            var (hash, record) = (memory.Text("hash"), MemoryRecords.KeyOf(batch.Keys, key));
            batch.ExpectField(record, MemoryFields.Revision, memory.Revision);
            batch.Do("DEL", record);
            await LeaveAsync(batch, key, memory);
            batch.Do("ZREM", MemoryRecords.NumbersKeyOf(batch.Keys), Keys.Part(key.Owner, key.Id));
            batch.Do("ZREM", MemoryUnit.OwnersKeyOf(batch.Keys, key.Id), Keys.Part(key.Owner));
            if (hash is not null)
                batch.Do("ZREM", MemoryHashes.KeyOf(batch.Keys, key.Owner, hash), key.Id);
            batch.Do("INCR", batch.Keys.Of("memory-changes"));
            batch.Log(EventKinds.MemoryDeleted, key.Owner, memory.Text("session_id") is { Length: > 0 } session ? session : null, key.Id);
            var unit = new MemoryUnit(batch);
            await unit.Aliases.RemoveOfAsync(key);
            await unit.Merges.ForgetAsync(key);
            unit.Flush();
            return true;
        },
        cancellationToken);

    /// <summary>Its session must not go on counting it, whatever of it is damaged.</summary>
    private static async Task LeaveAsync(WriteBatch batch, MemoryKey key, WalkedMemory memory)
    {
        var number = await batch.Database.SortedSetScoreAsync(MemoryRecords.NumbersKeyOf(batch.Keys), Keys.Part(key.Owner, key.Id));
        if (number is { } known && memory.Text("session_id") is { Length: > 0 } session)
            new SessionTurn(key.Owner, session, key.Id, CreatedAt: 0).Leave(batch, (long)known);
    }

    private static async Task<bool> IsReadableAsync(SessionReader reader, IDatabase database, SessionKey key)
    {
        try
        {
            await reader.FindStoredAsync(database, key);
            return true;
        }
        catch (Exception failure) when (Unreadable.Is(failure))
        {
            return false;
        }
    }
}
