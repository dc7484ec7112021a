using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Sqlite.Tasks;

internal sealed class SqliteTaskQueue(StoreDatabase database) : ITaskQueue
{
    private const string IsLease = "id = ?1 AND lease = ?2 AND state = 1";

    public Task<string> EnqueueAsync(TaskRequest request, CancellationToken cancellationToken) =>
        database.WriteAsync(transaction => TaskRows.Enqueue(transaction, request), cancellationToken);

    public async Task<IReadOnlyList<TaskLease>> LeaseAsync(
        string worker, int limit, TimeSpan duration, CancellationToken cancellationToken)
    {
        // An idle worker polls; looking first keeps that from costing a disk sync each time.
        var now = database.Time.UtcNowMicroseconds().ToMicroseconds();
        var due = await database.ReadAsync(
            connection => connection.Scalar("SELECT 1 FROM task WHERE state IN (0, 1) AND due_at <= ?1 LIMIT 1", now),
            cancellationToken);
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
            transaction => transaction.Connection.Execute($"DELETE FROM task WHERE {IsLease}", lease.TaskId, lease.Token) > 0,
            cancellationToken);

    public Task<bool> FailAsync(TaskLease lease, string reason, DateTimeOffset? retryAt, CancellationToken cancellationToken) =>
        database.WriteAsync(
            transaction => retryAt is { } time
                ? GiveBack(transaction, lease, time, reason, attemptsToForget: 0)
                : transaction.Connection.Execute(
                    $"UPDATE task SET state = 2, last_error = ?3, due_at = ?4 WHERE {IsLease}",
                    lease.TaskId, lease.Token, reason, transaction.Now.ToMicroseconds()) > 0,
            cancellationToken);

    public Task ReleaseAsync(TaskLease lease, CancellationToken cancellationToken) =>
        database.WriteAsync(
            transaction => GiveBack(transaction, lease, transaction.Now, reason: null, attemptsToForget: 1), cancellationToken);

    public async Task<TaskState?> FindAsync(AccessScope scope, string taskId, CancellationToken cancellationToken)
    {
        List<object?> arguments = [taskId];
        var sql = $"SELECT {TaskRows.StateColumns} FROM task WHERE id = ?1 AND {FilterSql.Build(scope, arguments)}";
        return await database.ReadAsync(
            connection =>
            {
                using var reader = connection.Query(sql, arguments.ToArray());
                return reader.Read() ? TaskRows.ReadState(reader) : null;
            },
            cancellationToken);
    }

    public async Task<IReadOnlyList<TaskState>> ListDeadAsync(
        AccessScope scope, int offset, int limit, CancellationToken cancellationToken)
    {
        List<object?> arguments = [(long)limit, (long)offset];
        var sql = $"SELECT {TaskRows.StateColumns} FROM task WHERE state = 2 AND {FilterSql.Build(scope, arguments)} "
            + "ORDER BY due_at DESC, row DESC LIMIT ?1 OFFSET ?2";
        return await database.ReadAsync(
            connection =>
            {
                var dead = new List<TaskState>();
                using var reader = connection.Query(sql, arguments.ToArray());
                while (reader.Read())
                    dead.Add(TaskRows.ReadState(reader));
                return dead;
            },
            cancellationToken);
    }

    public Task<bool> RetryDeadAsync(AccessScope scope, string taskId, CancellationToken cancellationToken) =>
        database.WriteAsync(
            transaction =>
            {
                List<object?> arguments = [taskId];
                var dead = "FROM task AS dead WHERE dead.id = ?1 AND dead.state = 2 AND " + FilterSql.Build(scope, arguments, "dead.");
                if (transaction.Connection.Scalar($"SELECT 1 {dead}", arguments.ToArray()) is null)
                    return false;
                transaction.QueuedTask = true;
                var superseded = transaction.Connection.Scalar(
                    """
                    SELECT 1 FROM task AS dead JOIN task AS newer USING (kind, namespace, user_id, key)
                    WHERE dead.id = ?1 AND newer.state = 0
                    """,
                    taskId) is not null;
                transaction.Connection.Execute(
                    superseded ? "DELETE FROM task WHERE id = ?1" : "UPDATE task SET state = 0, attempts = 0, due_at = ?2 WHERE id = ?1",
                    superseded ? [taskId] : [taskId, transaction.Now.ToMicroseconds()]);
                return true;
            },
            cancellationToken);

    public Task<bool> PostponeAsync(TaskLease lease, string reason, DateTimeOffset until, CancellationToken cancellationToken) =>
        database.WriteAsync(
            transaction => GiveBack(transaction, lease, until, reason, attemptsToForget: 1), cancellationToken);

    public Task<int> PurgeAsync(DateTimeOffset before, int maximumDead, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    public async Task<TaskCounts> CountAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection =>
            {
                var counts = new long[3];
                using var reader = connection.Query("SELECT state, count(*) FROM task GROUP BY state");
                while (reader.Read())
                    counts[reader.GetInt64(0)] = reader.GetInt64(1);
                return new TaskCounts(counts[TaskRows.Queued], counts[TaskRows.Leased], counts[TaskRows.Dead]);
            },
            cancellationToken);

    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) =>
        database.TaskSignal.WaitAsync(atMost, cancellationToken);

    private static List<TaskLease> Lease(WriteTransaction transaction, string worker, int limit, TimeSpan duration)
    {
        // RETURNING promises no order, so the rows are chosen first and leased one by one.
        var due = new List<long>();
        using (var reader = transaction.Connection.Query(
            "SELECT row FROM task WHERE state IN (0, 1) AND due_at <= ?1 ORDER BY due_at, row LIMIT ?2",
            transaction.Now.ToMicroseconds(), (long)limit))
        {
            while (reader.Read())
                due.Add(reader.GetInt64(0));
        }

        var until = (transaction.Now + duration).ToMicroseconds();
        return due.ConvertAll(row => Lease(transaction.Connection, row, worker, until));
    }

    private static TaskLease Lease(StoreConnection connection, long row, string worker, long until)
    {
        using var reader = connection.Query(
            """
            UPDATE task SET state = 1, lease = lease + 1, attempts = attempts + 1, worker = ?2, due_at = ?3 WHERE row = ?1
            RETURNING id, kind, namespace, user_id, payload, key, trace_parent, attempts, lease
            """,
            row, worker, until);
        reader.Read();
        return new TaskLease(
            reader.GetString(0), reader.GetString(1), new Owner(reader.GetString(2), reader.GetString(3)),
            reader.GetString(4), reader.StringOrNull(5), reader.StringOrNull(6), reader.GetInt32(7), reader.GetInt64(8));
    }

    /// <summary>Queues a leased task again, unless a newer one of its key is queued already: that one does the work.</summary>
    private static bool GiveBack(
        WriteTransaction transaction, TaskLease lease, DateTimeOffset due, string? reason, int attemptsToForget)
    {
        transaction.QueuedTask = true;
        var connection = transaction.Connection;
        var superseded = lease.Key is not null && connection.Scalar(
            "SELECT 1 FROM task WHERE kind = ?1 AND namespace = ?2 AND user_id = ?3 AND key = ?4 AND state = 0",
            lease.Kind, lease.Owner.Namespace ?? "", lease.Owner.UserId ?? "", lease.Key) is not null;
        return superseded
            ? connection.Execute($"DELETE FROM task WHERE {IsLease}", lease.TaskId, lease.Token) > 0
            : connection.Execute(
                $"UPDATE task SET state = 0, attempts = attempts - ?5, last_error = ?3, due_at = ?4 WHERE {IsLease}",
                lease.TaskId, lease.Token, reason, Timestamp.Truncate(due).ToMicroseconds(), (long)attemptsToForget) > 0;
    }
}
