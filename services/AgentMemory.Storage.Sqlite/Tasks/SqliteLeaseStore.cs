using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Tasks;

namespace AgentMemory.Storage.Sqlite.Tasks;

internal sealed class SqliteLeaseStore(StoreDatabase database) : ILeaseStore
{
    public Task<bool> TryAcquireAsync(string name, string holder, TimeSpan duration, CancellationToken cancellationToken) =>
        database.WriteAsync(
            transaction => transaction.Connection.Execute(
                """
                INSERT INTO lease (name, holder, until) VALUES (?1, ?2, ?3)
                ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
                WHERE holder = excluded.holder OR until <= ?4
                """,
                name, holder, (transaction.Now + duration).ToMicroseconds(), transaction.Now.ToMicroseconds()) > 0,
            cancellationToken);

    public Task ReleaseAsync(string name, string holder, CancellationToken cancellationToken) =>
        database.WriteAsync(
            transaction => transaction.Connection.Execute("DELETE FROM lease WHERE name = ?1 AND holder = ?2", name, holder),
            cancellationToken);
}
