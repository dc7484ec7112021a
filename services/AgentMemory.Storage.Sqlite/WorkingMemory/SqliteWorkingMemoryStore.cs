using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Storage.Sqlite.WorkingMemory;

/// <summary>Reading sessions. Writing is in the other parts.</summary>
internal sealed partial class SqliteWorkingMemoryStore(StoreDatabase database, SqliteStoreOptions options)
    : IWorkingMemoryStore, IDisposable
{
    private readonly SessionCache _cache = new(database.Feed, options.SessionCacheBytes);

    public ValueTask<Session?> FindAsync(AccessScope scope, SessionLookup lookup, CancellationToken cancellationToken)
    {
        var key = lookup.ExactKey;
        return scope.Contains(key.Owner) && _cache.Find(key) is { } cached && IsLive(cached)
            ? ValueTask.FromResult<Session?>(cached)
            : LoadAsync(scope, lookup, cancellationToken);
    }

    public async ValueTask<SessionPage> ListAsync(
        AccessScope scope, SessionListing listing, CancellationToken cancellationToken)
    {
        List<object?> arguments = [Now()];
        var condition = "(expires_at IS NULL OR expires_at > ?1) AND "
            + FilterSql.Build(scope, arguments, "", listing.Namespace, listing.UserId);
        var count = "SELECT count(*) FROM session WHERE " + condition;
        var page = $"SELECT namespace, user_id, session_id FROM session WHERE {condition} ORDER BY row DESC "
            + FilterSql.Page(arguments.Count);
        return await database.ReadSnapshotAsync(
            connection =>
            {
                var keys = new List<SessionKey>(listing.Limit);
                using (var reader = connection.Query(page, [.. arguments, (long)listing.Limit, (long)listing.Offset]))
                {
                    while (reader.Read())
                        keys.Add(new SessionKey(new Owner(reader.GetString(0), reader.GetString(1)), reader.GetString(2)));
                }

                return new SessionPage(keys, (long)connection.Scalar(count, arguments.ToArray())!);
            },
            cancellationToken);
    }

    public void Dispose() => _cache.Dispose();

    private async ValueTask<Session?> LoadAsync(AccessScope scope, SessionLookup lookup, CancellationToken cancellationToken)
    {
        var generation = _cache.Generation;
        Session? read = null;
        var session = await database.ReadSnapshotAsync(
            connection => Resolve(connection, scope, lookup) is [var key]
                ? _cache.Find(key) ?? (read = SessionRows.Find(connection, key)?.Session)
                : null,
            cancellationToken);
        if (read is not null)
            _cache.Keep(read, generation);
        return session;
    }

    /// <summary>The live sessions a look-up may mean: the exact one, else at most two that agree with what it names.</summary>
    private List<SessionKey> Resolve(StoreConnection connection, AccessScope scope, SessionLookup lookup)
    {
        List<object?> arguments = [Now(), lookup.SessionId];
        var sql = "SELECT namespace, user_id FROM session WHERE session_id = ?2 AND (expires_at IS NULL OR expires_at > ?1) AND "
            + FilterSql.Build(scope, arguments, "", lookup.Namespace, lookup.UserId)
            // The exact owner has the smallest key: unnamed parts are ''.
            + " ORDER BY namespace, user_id LIMIT 2";

        var found = new List<SessionKey>(2);
        using (var reader = connection.Query(sql, arguments.ToArray()))
        {
            while (reader.Read())
                found.Add(new SessionKey(new Owner(reader.GetString(0), reader.GetString(1)), lookup.SessionId));
        }

        return found.Count == 2 && found[0] == lookup.ExactKey ? [found[0]] : found;
    }

    private bool IsLive(Session session) => session.IsLiveAt(database.Time.GetUtcNow());

    private long Now() => database.Time.UtcNowMicroseconds().ToMicroseconds();
}
