using AgentMemory.Events;
using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Sqlite.Events;

internal sealed class SqliteEventLog(StoreDatabase database) : IEventLog
{
    public Task<long> AppendAsync(MemoryEvent entry, CancellationToken cancellationToken) =>
        database.WriteAsync(
            transaction => transaction.Log(entry.Kind, entry.Owner, entry.SessionId, entry.SubjectId, at: entry.At), cancellationToken);

    public async Task<EventPage> ReadAsync(
        AccessScope scope, EventFilter filter, long after, int limit, CancellationToken cancellationToken)
    {
        List<object?> arguments = [after, (long)limit];
        var sql = "SELECT seq, at, kind, namespace, user_id, session_id, subject_id FROM event WHERE seq > ?1 AND "
            + FilterSql.Build(scope, arguments) + " ORDER BY seq LIMIT ?2";
        return await database.ReadSnapshotAsync(
            connection =>
            {
                var entries = new List<MemoryEvent>();
                using (var reader = connection.Query(sql, arguments.ToArray()))
                {
                    while (reader.Read())
                    {
                        entries.Add(new MemoryEvent(
                            reader.GetInt64(0), Timestamp.FromMicroseconds(reader.GetInt64(1)), reader.GetString(2),
                            new Owner(reader.GetString(3), reader.GetString(4)), reader.StringOrNull(5), reader.StringOrNull(6)));
                    }
                }

                return new EventPage(entries, Complete: after >= EventRows.OldestKept(connection) - 1);
            },
            cancellationToken);
    }

    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => throw new NotImplementedException();

    public async Task<int> TrimAsync(int keep, int keepPerSession, CancellationToken cancellationToken)
    {
        var excess = await database.ReadAsync(
            connection => EventRows.Newest(connection) - keep >= EventRows.OldestKept(connection), cancellationToken);
        return excess
            ? await database.WriteAsync(
                transaction => transaction.Connection.Execute(
                    "DELETE FROM event WHERE seq <= ?1", EventRows.Newest(transaction.Connection) - keep),
                cancellationToken)
            : 0;
    }
}
