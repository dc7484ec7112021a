using System.Text.Json;
using AgentMemory.Events;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Sqlite.Database;

/// <summary>
/// What one write operation works with. Everything it does is undone when it throws; it is durable when the batch it
/// belongs to is committed.
/// </summary>
internal sealed class WriteTransaction(StoreConnection connection, DateTimeOffset now, long origin)
{
    private readonly List<StoreChange> _changes = [];

    public StoreConnection Connection => connection;

    /// <summary>The time of the batch, in whole microseconds.</summary>
    public DateTimeOffset Now => now;

    /// <summary>What was logged so far; published to this process's caches after the commit.</summary>
    public IReadOnlyList<StoreChange> Changes => _changes;

    /// <summary>Whether a task was queued, so that workers are woken after the commit.</summary>
    public bool QueuedTask { get; set; }

    /// <summary>Writes an event-log entry; returns its sequence.</summary>
    /// <param name="at">When it happened; by default the time of the batch.</param>
    /// <param name="detail">See <see cref="MemoryEvent"/>.</param>
    public long Log(
        string kind, Owner owner, string? sessionId, string? subjectId = null, long? memoryRow = null, DateTimeOffset? at = null,
        JsonElement? detail = null)
    {
        connection.Execute(
            """
            INSERT INTO event (at, kind, namespace, user_id, session_id, subject_id, memory_row, origin, detail)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            """,
            (at ?? now).ToMicroseconds(), kind, owner.Namespace ?? "", owner.UserId ?? "", sessionId, subjectId, memoryRow, origin,
            detail is { } json ? StoredJson.Write(json) : null);
        var sequence = connection.LastInsertRow;
        _changes.Add(new StoreChange(sequence, kind, owner, sessionId, memoryRow));
        return sequence;
    }

    /// <summary>Forgets what was logged since <paramref name="count"/> changes, after an operation was undone.</summary>
    public void RevertTo(int count) => _changes.RemoveRange(count, _changes.Count - count);
}

/// <summary>A committed change, as caches need it.</summary>
/// <param name="Kind">One of <see cref="EventKinds"/>.</param>
internal readonly record struct StoreChange(long Sequence, string Kind, Owner Owner, string? SessionId, long? MemoryRow);
