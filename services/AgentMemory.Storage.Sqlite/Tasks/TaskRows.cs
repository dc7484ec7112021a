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

    public const string StateColumns = "id, kind, namespace, user_id, state, attempts, created_at, due_at, last_error, payload, session_id";

    public static void Enqueue(WriteTransaction transaction, IReadOnlyList<TaskRequest> requests)
    {
        foreach (var request in requests)
            Enqueue(transaction, request);
    }

    /// <returns>The id of the queued task: a new one, or the one of the same kind, owner and key.</returns>
    public static string Enqueue(WriteTransaction transaction, TaskRequest request)
    {
        transaction.QueuedTask = true;
        var due = Timestamp.Truncate(request.DueAt ?? transaction.Now).ToMicroseconds();
        return (string)transaction.Connection.Scalar(
            """
            INSERT INTO task (id, kind, namespace, user_id, session_id, key, payload, trace_parent, state, attempts, lease,
                created_at, due_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, 0, 0, ?9, ?10)
            ON CONFLICT (kind, namespace, user_id, key) WHERE state = 0 AND key IS NOT NULL
            DO UPDATE SET payload = excluded.payload, due_at = excluded.due_at, trace_parent = excluded.trace_parent
            RETURNING id
            """,
            Ulid.New(), request.Kind, request.Owner.Namespace ?? "", request.Owner.UserId ?? "", request.SessionId,
            request.Key, request.Payload, request.TraceParent, transaction.Now.ToMicroseconds(), due)!;
    }

    public static void CancelQueued(StoreConnection connection, SessionKey session) =>
        connection.Execute(
            "DELETE FROM task WHERE session_id = ?1 AND namespace = ?2 AND user_id = ?3 AND state = 0",
            session.SessionId, session.Owner.Namespace ?? "", session.Owner.UserId ?? "");

    public static TaskState ReadState(SqliteDataReader reader) => new(
        reader.GetString(0), reader.GetString(1), new Owner(reader.GetString(2), reader.GetString(3)),
        reader.GetInt64(4) switch { Queued => TaskStatus.Queued, Leased => TaskStatus.Leased, _ => TaskStatus.Dead },
        reader.GetInt32(5), Timestamp.FromMicroseconds(reader.GetInt64(6)), Timestamp.FromMicroseconds(reader.GetInt64(7)),
        reader.StringOrNull(8), reader.GetString(9), reader.StringOrNull(10), null, null);
}
