using AgentMemory.Events;
using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Sqlite.Events;

internal sealed class SqliteEventLog(StoreDatabase database) : IEventLog, IDisposable
{
    /// <summary>Sessions trimmed in one transaction.</summary>
    private const int SessionsAtOnce = 200;

    /// <summary>A hole in the sequence makes processes that have not seen beyond it drop their caches: entries this old were
    /// seen by all that run.</summary>
    private static readonly TimeSpan SeenByAll = TimeSpan.FromMinutes(5);

    private readonly EventSignal _signal = new(database);

    public Task<long> AppendAsync(MemoryEvent entry, CancellationToken cancellationToken) =>
        database.WriteAsync(
            transaction => transaction.Log(
                entry.Kind, entry.Owner, entry.SessionId, entry.SubjectId, at: entry.At, detail: entry.Detail),
            cancellationToken);

    public async Task<EventPage> ReadAsync(
        AccessScope scope, EventFilter filter, long after, int limit, CancellationToken cancellationToken)
    {
        List<object?> arguments = [after, (long)limit];
        var sql = $"SELECT {EventRows.Columns} FROM event WHERE seq > ?1 AND {EventRows.Conditions(scope, filter, arguments)} "
            + "ORDER BY seq LIMIT ?2";
        return await database.ReadSnapshotAsync(
            connection =>
            {
                var entries = new List<MemoryEvent>();
                using (var reader = connection.Query(sql, arguments.ToArray()))
                {
                    while (reader.Read())
                        entries.Add(EventRows.Read(reader));
                }

                return new EventPage(entries, Complete: !EventRows.IsTrimmedAfter(connection, scope, filter, after));
            },
            cancellationToken);
    }

    public async Task<long> NewestAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(EventRows.Newest, cancellationToken);

    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => _signal.WaitAsync(atMost, cancellationToken);

    public async Task<int> TrimAsync(int keep, int keepPerSession, CancellationToken cancellationToken) =>
        await TrimLogAsync(keep, cancellationToken) + await TrimSessionsAsync(keepPerSession, cancellationToken);

    public void Dispose() => _signal.Dispose();

    private async Task<int> TrimLogAsync(int keep, CancellationToken cancellationToken)
    {
        var excess = await database.ReadSnapshotAsync(
            connection => EventRows.Newest(connection) - keep > EventRows.Trimmed(connection), cancellationToken);
        return excess
            ? await database.WriteAsync(
                transaction =>
                {
                    var until = EventRows.Newest(transaction.Connection) - keep;
                    transaction.Connection.Execute("UPDATE event_trim SET until = max(until, ?1)", until);
                    transaction.Connection.Execute("DELETE FROM event_session_trim WHERE until <= ?1", until);
                    return transaction.Connection.Execute("DELETE FROM event WHERE seq <= ?1", until);
                },
                cancellationToken)
            : 0;
    }

    private async Task<int> TrimSessionsAsync(int keep, CancellationToken cancellationToken)
    {
        var before = (database.Time.UtcNowMicroseconds() - SeenByAll).ToMicroseconds();
        var excessive = await database.ReadAsync(
            connection => SessionTrim.Find(connection, keep, before), cancellationToken);
        var dropped = 0;
        foreach (var sessions in excessive.Chunk(SessionsAtOnce))
        {
            dropped += await database.WriteAsync(
                transaction => sessions.Sum(session => session.Apply(transaction.Connection)), cancellationToken);
        }

        return dropped;
    }
}
