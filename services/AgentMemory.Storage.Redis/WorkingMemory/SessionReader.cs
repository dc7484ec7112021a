using AgentMemory.Storage.Redis.Database;
using AgentMemory.WorkingMemory;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.WorkingMemory;

/// <summary>Reads sessions by <c>session-read.lua</c>, in one round trip: of what this process knows, only what has changed.</summary>
internal sealed class SessionReader(RedisStore store, SessionCache cache)
{
    private static readonly string Script = StoreScripts.Read("session-scope", "session-read");
    private static readonly string[] HeadFields = [SessionFields.Revision, SessionFields.Version];

    private static readonly string[] AppendedFields =
    [
        SessionFields.Revision, SessionFields.Version, SessionFields.Strategy, SessionFields.StrategyConfig,
        SessionFields.TtlSeconds, SessionFields.ExpiresAt, SessionFields.UpdatedAt,
    ];

    /// <summary>The live session a look-up means, if it is one only.</summary>
    /// <param name="exact">The owner to look for first, if it is in scope.</param>
    public async Task<KnownSession?> FindAsync(IDatabase database, SessionKey? exact, string id, OwnerSet owners)
    {
        var known = (exact is { } first ? cache.Find(first) : null)
            ?? (owners.Single is { } single ? cache.Find(new SessionKey(single, id)) : null);
        return Content(await RunAsync(database, "live", exact, id, known, owners), id, known);
    }

    /// <summary>As <see cref="FindAsync"/>, of the session only what deleting it takes.</summary>
    /// <returns>How many there are, 2 standing for several, and the only one's key, revision and version.</returns>
    public async Task<(int Count, SessionKey Key, string Revision, long Version)> FindHeadAsync(
        IDatabase database, SessionKey? exact, string id, OwnerSet owners)
    {
        var reply = await RunAsync(database, "head", exact, id, null, owners);
        if (reply[1].IsNull)
            return ((int)reply[0], default, "", 0);
        var content = (RedisResult[])reply[1]!;
        var head = new SessionHash(HeadFields, (RedisValue[])content[2]!);
        return (1, KeyOf(content, id), head.Text(SessionFields.Revision), head.Whole(SessionFields.Version));
    }

    /// <summary>The session under exactly this key, expired or not.</summary>
    public async Task<KnownSession?> FindStoredAsync(IDatabase database, SessionKey key)
    {
        var known = cache.Find(key);
        return Content(await RunAsync(database, "stored", key, key.SessionId, known, null), key.SessionId, known);
    }

    /// <summary>As <see cref="FindStoredAsync"/>, with what waits aside for extraction, oldest first, at the same moment.</summary>
    public async Task<(KnownSession? Session, IReadOnlyList<DepartedMessage> Waiting)> FindBacklogAsync(
        IDatabase database, SessionKey key)
    {
        var known = cache.Find(key);
        var reply = await RunAsync(database, "backlog", key, key.SessionId, known, null);
        var outlived = reply[3].IsNull ? 0 : (long)reply[3];
        var waiting = Array.ConvertAll((RedisValue[])reply[2]!, row => DepartedMessage.Read(row, outlived));
        return (Content(reply, key.SessionId, known), [.. waiting.OrderBy(row => row.Position)]);
    }

    private async Task<RedisResult[]> RunAsync(
        IDatabase database, string what, SessionKey? first, string id, KnownSession? known, OwnerSet? owners) =>
        (RedisResult[])(await store.EvaluateAsync(
            database, Script,
            [
                store.NowMicroseconds, what, Keys.Escape(id), first is { } key ? Keys.Part(key.Owner) : "",
                known is null ? "" : Keys.Part(known.Session.Key.Owner), known?.Revision ?? "", known?.Base ?? "",
                known?.Session.Messages.Count ?? 0, .. owners?.ToArguments() ?? [],
            ]))!;

    private KnownSession? Content(RedisResult[] reply, string id, KnownSession? known)
    {
        if (reply[1].IsNull)
            return null;
        var content = (RedisResult[])reply[1]!;
        if ((int)content[1] == 0)
            return known;

        var messages = ((RedisValue[])content[3]!).Select(message => StoredMessage.Read(message));
        var values = (RedisValue[])content[2]!;
        if ((int)content[1] == 1)
        {
            var changes = new SessionHash(AppendedFields, values);
            return cache.Keep(known! with
            {
                Session = SessionFields.ReadAppended(known.Session, changes, messages),
                Revision = changes.Text(SessionFields.Revision),
            });
        }

        var hash = new SessionHash(values);
        var (key, revision) = (KeyOf(content, id), hash.Text(SessionFields.Revision));
        // It may be known after all, where the caller could not tell which one would be found.
        return cache.Find(key) is { } found && found.Revision == revision
            ? found
            : cache.Keep(new(SessionFields.Read(key, hash, [.. messages]), revision, hash.Text(SessionFields.Base)));
    }

    private static SessionKey KeyOf(RedisResult[] content, string id) => new(Keys.ReadOwner((string)content[0]!), id);
}
