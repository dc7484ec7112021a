using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Sqlite.Tasks;

/// <summary>Leasing tasks and ending leases.</summary>
internal sealed partial class SqliteTaskQueue
{
    private const string IsLease = "id = ?1 AND lease = ?2 AND state = 1";

    /// <summary>Queued tasks that are due, save those whose key is being worked on.</summary>
    private const string DueQueued =
        """
        SELECT row, due_at FROM task AS due WHERE state = 0 AND due_at <= ?1 AND (key IS NULL OR NOT EXISTS (
            SELECT 1 FROM task AS running WHERE running.kind = due.kind AND running.namespace = due.namespace
                AND running.user_id = due.user_id AND running.key = due.key AND running.state = 1 AND running.key IS NOT NULL))
        """;

    private const string LeaseRanOut = "SELECT row, due_at FROM task WHERE state = 1 AND due_at <= ?1";

    /// <summary>Each half walks the index on state and due time as far as the limit.</summary>
    private const string Due =
        $"""
        SELECT row FROM (
            SELECT * FROM ({DueQueued} ORDER BY due_at, row LIMIT ?2)
            UNION ALL
            SELECT * FROM ({LeaseRanOut} ORDER BY due_at, row LIMIT ?2))
        ORDER BY due_at, row LIMIT ?2
        """;

    public async Task<IReadOnlyList<TaskLease>> LeaseAsync(
        string worker, int limit, TimeSpan duration, CancellationToken cancellationToken)
    {
        // An idle worker polls; looking first keeps that from costing a disk sync each time.
        var now = database.Time.UtcNowMicroseconds().ToMicroseconds();
        var due = await database.ReadAsync(connection => connection.Scalar(Due, now, 1L), cancellationToken);
        return due is null
            ? []
            : await database.WriteAsync(transaction => Lease(transaction, worker, limit, duration), cancellationToken);
    }

    public Task<bool> RenewAsync(TaskLease lease, TimeSpan duration, CancellationToken cancellationToken) =>
        database.WriteAsync(
            transaction => transaction.Connection.Execute(
                $"UPDATE task SET due_at = ?3 WHERE {IsLease}",
                lease.TaskId, lease.Token, (transaction.Now + duration).ToMicroseconds()) > 0,
            cancellationToken);

    public Task<bool> CompleteAsync(TaskLease lease, CancellationToken cancellationToken) =>
        database.WriteAsync(
            transaction =>
            {
                WakeSuccessor(transaction, lease);
                return transaction.Connection.Execute(
                        $"""
                        UPDATE task SET state = 3, due_at = ?3, completed_at = ?3, last_error = NULL WHERE {IsLease} AND tracked = 1
                        """,
                        lease.TaskId, lease.Token, transaction.Now.ToMicroseconds()) > 0
                    || transaction.Connection.Execute($"DELETE FROM task WHERE {IsLease}", lease.TaskId, lease.Token) > 0;
            },
            cancellationToken);

    public Task<bool> FailAsync(TaskLease lease, string reason, DateTimeOffset? retryAt, CancellationToken cancellationToken) =>
        database.WriteAsync(
            transaction =>
            {
                if (retryAt is { } time)
                    return GiveBack(transaction, lease, time, reason, attemptsToForget: 0);
                WakeSuccessor(transaction, lease);
                return Bury(transaction, lease, reason);
            },
            cancellationToken);

    public Task<bool> PostponeAsync(TaskLease lease, string reason, DateTimeOffset until, CancellationToken cancellationToken) =>
        database.WriteAsync(
            transaction => GiveBack(transaction, lease, until, reason, attemptsToForget: 1), cancellationToken);

    public Task ReleaseAsync(TaskLease lease, CancellationToken cancellationToken) =>
        database.WriteAsync(
            transaction => GiveBack(transaction, lease, transaction.Now, reason: null, attemptsToForget: 1), cancellationToken);

    private static List<TaskLease> Lease(WriteTransaction transaction, string worker, int limit, TimeSpan duration)
    {
        // RETURNING promises no order, so the rows are chosen first and leased one by one. No two of them have one key:
        // at most one task of a key is queued, at most one is leased, and a queued one is not due beside a leased one.
        var due = new List<long>();
        using (var reader = transaction.Connection.Query(Due, transaction.Now.ToMicroseconds(), (long)limit))
        {
            while (reader.Read())
                due.Add(reader.GetInt64(0));
        }

        return due.ConvertAll(row => Lease(transaction, row, worker, duration));
    }

    private static TaskLease Lease(WriteTransaction transaction, long row, string worker, TimeSpan duration)
    {
        using var reader = transaction.Connection.Query(
            """
            UPDATE task SET state = 1, lease = lease + 1, attempts = attempts + 1, worker = ?2, due_at = ?3,
                started_at = coalesce(started_at, ?4)
            WHERE row = ?1
            RETURNING id, kind, namespace, user_id, payload, key, trace_parent, attempts, lease, session_id
            """,
            row, worker, (transaction.Now + duration).ToMicroseconds(), transaction.Now.ToMicroseconds());
        reader.Read();
        return new TaskLease(
            reader.GetString(0), reader.GetString(1), new Owner(reader.GetString(2), reader.GetString(3)),
            reader.GetString(4), reader.StringOrNull(5), reader.StringOrNull(6), reader.GetInt32(7), reader.GetInt64(8),
            reader.StringOrNull(9));
    }

    /// <summary>Queues a leased task again, unless a newer one of its key is queued already: that one does the work.</summary>
    private static bool GiveBack(
        WriteTransaction transaction, TaskLease lease, DateTimeOffset due, string? reason, int attemptsToForget)
    {
        transaction.QueuedTask = true;
        return lease.Key is not null && TaskRows.IsQueued(transaction.Connection, lease.Kind, lease.Owner, lease.Key)
            ? GiveUp(transaction, lease)
            : transaction.Connection.Execute(
                $"UPDATE task SET state = 0, attempts = attempts - ?5, last_error = ?3, due_at = ?4 WHERE {IsLease}",
                lease.TaskId, lease.Token, reason, Timestamp.Truncate(due).ToMicroseconds(), (long)attemptsToForget) > 0;
    }

    /// <summary>A task somebody may ask about does not just vanish.</summary>
    private static bool GiveUp(WriteTransaction transaction, TaskLease lease) =>
        transaction.Connection.Execute($"DELETE FROM task WHERE {IsLease} AND tracked = 0", lease.TaskId, lease.Token) > 0
        || Bury(transaction, lease, "It did not end, and a newer task of its key does the work");

    private static bool Bury(WriteTransaction transaction, TaskLease lease, string reason) =>
        transaction.Connection.Execute(
            $"UPDATE task SET state = 2, last_error = ?3, due_at = ?4, completed_at = ?4 WHERE {IsLease}",
            lease.TaskId, lease.Token, reason, transaction.Now.ToMicroseconds()) > 0;

    /// <summary>The end of a lease makes a queued task of its key due.</summary>
    private static void WakeSuccessor(WriteTransaction transaction, TaskLease lease) =>
        transaction.QueuedTask |=
            lease.Key is not null && TaskRows.IsQueued(transaction.Connection, lease.Kind, lease.Owner, lease.Key);
}
