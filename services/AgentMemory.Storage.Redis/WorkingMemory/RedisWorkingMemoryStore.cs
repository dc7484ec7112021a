using AgentMemory.Storage.Redis.Database;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.WorkingMemory;

/// <summary>Reading sessions, one round trip each. Writing is in the other parts: one round trip to look, one to commit.</summary>
internal sealed partial class RedisWorkingMemoryStore : IWorkingMemoryStore, IDisposable
{
    private static readonly string ListScript = StoreScripts.Read("session-scope", "session-list");

    private readonly RedisStore _store;
    private readonly SessionCache _cache;
    private readonly SessionReader _reader;

    public RedisWorkingMemoryStore(RedisStore store)
    {
        (_store, _cache) = (store, new SessionCache(store.Options.SessionCacheBytes));
        _reader = new SessionReader(store, _cache);
    }

    public async ValueTask<Session?> FindAsync(AccessScope scope, SessionLookup lookup, CancellationToken cancellationToken)
    {
        var owners = new OwnerSet(scope, lookup.Namespace, lookup.UserId);
        if (owners.IsEmpty)
            return null;
        var found = await _store.ReadAsync(
            database => _reader.FindAsync(database, Exact(scope, lookup), lookup.SessionId, owners), cancellationToken);
        return found?.Session;
    }

    public async ValueTask<SessionPage> ListAsync(AccessScope scope, SessionListing listing, CancellationToken cancellationToken)
    {
        var owners = new OwnerSet(scope, listing.Namespace, listing.UserId);
        var reply = (RedisResult[])(await _store.RunAsync(
            ListScript, [_store.NowMicroseconds, listing.Limit, listing.Offset, .. owners.ToArguments()], cancellationToken))!;
        return new SessionPage(
            Array.ConvertAll((string[])reply[1]!, member =>
            {
                var (owner, id) = Keys.ReadPart(member);
                return new SessionKey(owner, id);
            }),
            (long)reply[0]);
    }

    public async ValueTask<ExtractionBacklog?> FindUnextractedAsync(
        AccessScope scope, SessionKey key, CancellationToken cancellationToken)
    {
        scope.Demand(key.Owner, "session");
        var (found, waiting) = await _store.ReadAsync(database => _reader.FindBacklogAsync(database, key), cancellationToken);
        var stored = found?.Session;
        var live = stored is not null && stored.IsLiveAt(_store.Time.GetUtcNow()) ? stored : null;
        IReadOnlyList<MemoryMessage> departed = [.. waiting.Select(row => row.Message!)];
        var strategy = waiting is [.., var last] ? last.Strategy : null;
        // Nothing has noticed yet that it expired.
        if (stored is not null && live is null)
        {
            departed = [.. departed, .. stored.Messages.Where(message => !message.DiscreteMemoryExtracted)];
            strategy = stored.Strategy;
        }

        return live is null && departed.Count == 0
            ? null
            : new ExtractionBacklog(live, live?.Strategy ?? strategy!, departed);
    }

    public void Dispose() => _cache.Dispose();

    /// <summary>The owner a look-up names, if it is in scope.</summary>
    private static SessionKey? Exact(AccessScope scope, SessionLookup lookup) =>
        scope.Contains(lookup.ExactKey.Owner) ? lookup.ExactKey : null;

    private static string Name(SessionKey key) => "Session " + key.SessionId;

    /// <summary>One write to one session.</summary>
    private async ValueTask<T> WriteAsync<T>(
        SessionKey key, Func<SessionUnit, WriteBatch, Task<T>> decide, CancellationToken cancellationToken) =>
        await _store.WriteAsync(
            Keys.Part(key.Owner, key.SessionId),
            async batch =>
            {
                var unit = new SessionUnit(batch, _reader, key);
                var result = await decide(unit, batch);
                await unit.FinishAsync();
                return result;
            },
            cancellationToken);
}
