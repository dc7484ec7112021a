using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;
using TaskStatus = AgentMemory.Tasks.TaskStatus;

namespace AgentMemory.Storage.Sqlite.Tasks;

/// <summary>Queueing tasks and looking at them. Leases are in the other part.</summary>
internal sealed partial class SqliteTaskQueue(StoreDatabase database) : ITaskQueue
{
    public Task<string> EnqueueAsync(TaskRequest request, CancellationToken cancellationToken) =>
        database.WriteAsync(transaction => TaskRows.Enqueue(transaction, request), cancellationToken);

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

    public async Task<IReadOnlyList<TaskState>> ListAsync(
        AccessScope scope, TaskStatus status, int offset, int limit, CancellationToken cancellationToken)
    {
        var (state, direction) = status switch
        {
            TaskStatus.Queued => (TaskRows.Queued, "ASC"),
            TaskStatus.Leased => (TaskRows.Leased, "ASC"),
            TaskStatus.Dead => (TaskRows.Dead, "DESC"),
            _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Tasks that succeeded are not listed."),
        };
        List<object?> arguments = [(long)limit, (long)offset, state];
        var sql = $"SELECT {TaskRows.StateColumns} FROM task WHERE state = ?3 AND {FilterSql.Build(scope, arguments)} "
            + $"ORDER BY due_at {direction}, row {direction} LIMIT ?1 OFFSET ?2";
        return await database.ReadAsync(
            connection =>
            {
                var tasks = new List<TaskState>();
                using var reader = connection.Query(sql, arguments.ToArray());
                while (reader.Read())
                    tasks.Add(TaskRows.ReadState(reader));
                return tasks;
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
                    superseded
                        ? "DELETE FROM task WHERE id = ?1"
                        : """
                          UPDATE task SET state = 0, attempts = 0, due_at = ?2, started_at = NULL, completed_at = NULL, last_error = NULL
                          WHERE id = ?1
                          """,
                    superseded ? [taskId] : [taskId, transaction.Now.ToMicroseconds()]);
                return true;
            },
            cancellationToken);

    public Task<int> PurgeAsync(
        DateTimeOffset succeededBefore, DateTimeOffset deadBefore, int maximumDead, CancellationToken cancellationToken) =>
        database.WriteAsync(
            transaction => transaction.Connection.Execute(
                    "DELETE FROM task WHERE (state = 3 AND due_at < ?1) OR (state = 2 AND due_at < ?2)",
                    Timestamp.Truncate(succeededBefore).ToMicroseconds(), Timestamp.Truncate(deadBefore).ToMicroseconds())
                + transaction.Connection.Execute(
                    """
                    DELETE FROM task WHERE row IN (
                        SELECT row FROM task WHERE state = 2 ORDER BY due_at DESC, row DESC LIMIT -1 OFFSET ?1)
                    """,
                    (long)maximumDead),
            cancellationToken);

    public async Task<TaskCounts> CountAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection =>
            {
                var counts = new long[3];
                using var reader = connection.Query("SELECT state, count(*) FROM task WHERE state IN (0, 1, 2) GROUP BY state");
                while (reader.Read())
                    counts[reader.GetInt64(0)] = reader.GetInt64(1);
                return new TaskCounts(counts[TaskRows.Queued], counts[TaskRows.Leased], counts[TaskRows.Dead]);
            },
            cancellationToken);

    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) =>
        database.TaskSignal.WaitAsync(atMost, cancellationToken);
}
