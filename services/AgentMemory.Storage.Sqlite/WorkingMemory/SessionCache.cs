using AgentMemory.Events;
using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.WorkingMemory;
using Microsoft.Extensions.Caching.Memory;

namespace AgentMemory.Storage.Sqlite.WorkingMemory;

/// <summary>
/// Sessions as last read, bounded by size, dropped by the change feed. A read that was overtaken by a change is not kept:
/// the generation it started from is no longer the current one.
/// </summary>
internal sealed class SessionCache : IDisposable
{
    private readonly ChangeFeed _feed;
    private readonly MemoryCache _sessions;
    private readonly Lock _gate = new();
    private long _generation;

    public SessionCache(ChangeFeed feed, long maximumBytes)
    {
        _feed = feed;
        _sessions = new MemoryCache(new MemoryCacheOptions { SizeLimit = maximumBytes });
        feed.Changed += OnChanged;
        feed.Lost += OnLost;
    }

    /// <summary>What a read started now must pass to <see cref="Keep"/>.</summary>
    public long Generation => Interlocked.Read(ref _generation);

    /// <summary>The session, if it is cached and nobody has changed it since.</summary>
    public Session? Find(SessionKey key)
    {
        _feed.CatchUp();
        return _sessions.TryGetValue(key, out Session? session) ? session : null;
    }

    public void Keep(Session session, long generation)
    {
        lock (_gate)
        {
            if (generation == _generation)
                _sessions.Set(session.Key, session, new MemoryCacheEntryOptions { Size = SessionSize.Estimate(session) });
        }
    }

    public void Dispose()
    {
        _feed.Changed -= OnChanged;
        _feed.Lost -= OnLost;
        _sessions.Dispose();
    }

    private void OnChanged(StoreChange change)
    {
        // Extraction stamps messages.
        if (change.SessionId is not { } session
            || !(change.Kind.StartsWith("session.", StringComparison.Ordinal) || change.Kind == EventKinds.ExtractionCompleted))
            return;
        lock (_gate)
        {
            _generation++;
            _sessions.Remove(new SessionKey(change.Owner, session));
        }
    }

    private void OnLost()
    {
        lock (_gate)
        {
            _generation++;
            _sessions.Clear();
        }
    }
}
