using AgentMemory.Errors;
using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;
using Microsoft.Data.Sqlite;
using TaskStatus = AgentMemory.Tasks.TaskStatus;

namespace AgentMemory.Storage.Sqlite.Tasks;

/// <summary>Rows of <c>task</c>. Stores queue tasks here within the transaction of the write that causes them.</summary>
internal static class TaskRows
{
    public const long Queued = 0;
    public const long Leased = 1;
    public const long Dead = 2;
    public const long Succeeded = 3;

    public const string StateColumns =
        """
        id, kind, namespace, user_id, state, attempts, created_at, due_at, last_error, payload, session_id, started_at, completed_at
        """;

    public static void Enqueue(WriteTransaction transaction, IReadOnlyList<TaskRequest> requests)
    {
        foreach (var request in requests)
            Enqueue(transaction, request);
    }

    /// <returns>The id of the queued task: a new one, the one of the same kind, owner and key, or the one that has the
    /// request's id already.</returns>
    public static string Enqueue(WriteTransaction transaction, TaskRequest request)
    {
        if (request.Id is not null && IsKnown(transaction.Connection, request))
            return request.Id;

        transaction.QueuedTask = true;
        var due = Timestamp.Truncate(request.DueAt ?? transaction.Now).ToMicroseconds();
        // The bound on pushing back counts from when the task was first queued.
        return (string)transaction.Connection.Scalar(
            """
            INSERT INTO task (id, kind, namespace, user_id, session_id, key, payload, trace_parent, state, attempts, lease,
                created_at, due_at, tracked)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, 0, 0, ?9, ?10, ?11)
            ON CONFLICT (kind, namespace, user_id, key) WHERE state = 0 AND key IS NOT NULL
            DO UPDATE SET payload = excluded.payload, trace_parent = excluded.trace_parent,
                tracked = max(tracked, excluded.tracked),
                due_at = CASE WHEN ?12 IS NULL THEN excluded.due_at ELSE min(excluded.due_at, created_at + ?12) END
            RETURNING id
            """,
            request.Id ?? Ulid.New(), request.Kind, request.Owner.Namespace ?? "", request.Owner.UserId ?? "", request.SessionId,
            request.Key, request.Payload, request.TraceParent, transaction.Now.ToMicroseconds(), due, request.Tracked ? 1L : 0L,
            request.MaximumDelay is { } delay ? delay.Ticks / TimeSpan.TicksPerMicrosecond : null)!;
    }

    public static bool IsQueued(StoreConnection connection, string kind, Owner owner, string key) =>
        connection.Scalar(
            "SELECT 1 FROM task WHERE kind = ?1 AND namespace = ?2 AND user_id = ?3 AND key = ?4 AND state = 0",
            kind, owner.Namespace ?? "", owner.UserId ?? "", key) is not null;

    /// <summary>Whether a task of the session is queued, leased or dead.</summary>
    public static bool AnyUnfinished(StoreConnection connection, SessionKey session) =>
        connection.Scalar(
            "SELECT 1 FROM task WHERE session_id = ?1 AND namespace = ?2 AND user_id = ?3 AND state <> 3 LIMIT 1",
            session.SessionId, session.Owner.Namespace ?? "", session.Owner.UserId ?? "") is not null;

    public static void CancelQueued(StoreConnection connection, SessionKey session) =>
        connection.Execute(
            "DELETE FROM task WHERE session_id = ?1 AND namespace = ?2 AND user_id = ?3 AND state = 0",
            session.SessionId, session.Owner.Namespace ?? "", session.Owner.UserId ?? "");

    public static TaskState ReadState(SqliteDataReader reader) => new(
        reader.GetString(0), reader.GetString(1), new Owner(reader.GetString(2), reader.GetString(3)),
        reader.GetInt64(4) switch
        {
            Queued => TaskStatus.Queued,
            Leased => TaskStatus.Leased,
            Dead => TaskStatus.Dead,
            _ => TaskStatus.Succeeded,
        },
        reader.GetInt32(5), Timestamp.FromMicroseconds(reader.GetInt64(6)), Timestamp.FromMicroseconds(reader.GetInt64(7)),
        reader.StringOrNull(8), reader.GetString(9), reader.StringOrNull(10), reader.TimeOrNull(11), reader.TimeOrNull(12));

    /// <summary>Whether there is, or was, a task of the request's id.</summary>
    private static bool IsKnown(StoreConnection connection, TaskRequest request)
    {
        using var reader = connection.Query("SELECT kind, namespace, user_id FROM task WHERE id = ?1", request.Id);
        if (!reader.Read())
            return false;
        return reader.GetString(0) == request.Kind && new Owner(reader.GetString(1), reader.GetString(2)) == request.Owner
            ? true
            : throw new ConflictException("The task ID is in use already; choose another one");
    }
}
