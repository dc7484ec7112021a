using AgentMemory.WorkingMemory;
using Microsoft.Extensions.Caching.Memory;

namespace AgentMemory.Storage.Redis.WorkingMemory;

/// <summary>A session as it was at a revision (<see cref="SessionFields"/>).</summary>
internal sealed record KnownSession(Session Session, string Revision, string Base);

/// <summary>
/// Sessions as last read, bounded by size. Nothing is served from it unasked: each read names the revision it knows, and Redis
/// answers with what has changed since.
/// </summary>
internal sealed class SessionCache(long maximumBytes) : IDisposable
{
    private readonly MemoryCache _sessions = new(new MemoryCacheOptions { SizeLimit = maximumBytes });

    public KnownSession? Find(SessionKey key) => _sessions.TryGetValue(key, out KnownSession? known) ? known : null;

    /// <returns>The session to hand out: the one that is kept already, if it is the same.</returns>
    public KnownSession Keep(KnownSession read)
    {
        var key = read.Session.Key;
        if (Find(key) is { } known && known.Revision == read.Revision)
            return known;
        _sessions.Set(key, read, new MemoryCacheEntryOptions { Size = SessionSize.Estimate(read.Session) });
        return read;
    }

    public void Dispose() => _sessions.Dispose();
}
