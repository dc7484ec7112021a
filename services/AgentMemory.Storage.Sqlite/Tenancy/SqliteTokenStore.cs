using AgentMemory.Errors;
using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Tenancy;
using Microsoft.Data.Sqlite;

namespace AgentMemory.Storage.Sqlite.Tenancy;

internal sealed class SqliteTokenStore(StoreDatabase database) : ITokenStore
{
    private const string Columns = "public_id, lookup_id, digest, description, created_at, expires_at, namespaces, users";

    public Task AddAsync(AccessToken token, CancellationToken cancellationToken) =>
        database.WriteAsync(
            transaction =>
            {
                var added = transaction.Connection.Execute(
                    $"INSERT INTO token ({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING",
                    token.PublicId, token.LookupId, token.Digest.ToArray(), token.Description,
                    token.CreatedAt.ToMicroseconds(), token.ExpiresAt?.ToMicroseconds(),
                    token.Namespaces is null ? null : StoredJson.Write(token.Namespaces),
                    token.Users is null ? null : StoredJson.Write(token.Users));
                return added > 0 ? added : throw new ConflictException("This token exists already; remove it first, or add another");
            },
            cancellationToken);

    public ValueTask<AccessToken?> FindAsync(string lookupId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection =>
            {
                using var reader = connection.Query($"SELECT {Columns} FROM token WHERE lookup_id = ?1", lookupId);
                return reader.Read() ? Read(reader) : null;
            },
            cancellationToken);

    public async Task<IReadOnlyList<AccessToken>> ListAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection =>
            {
                var tokens = new List<AccessToken>();
                using var reader = connection.Query($"SELECT {Columns} FROM token ORDER BY created_at, public_id");
                while (reader.Read())
                    tokens.Add(Read(reader));
                return tokens;
            },
            cancellationToken);

    public Task<bool> RemoveAsync(string publicId, CancellationToken cancellationToken) =>
        database.WriteAsync(
            transaction => transaction.Connection.Execute("DELETE FROM token WHERE public_id = ?1", publicId) > 0,
            cancellationToken);

    private static AccessToken Read(SqliteDataReader reader) => new()
    {
        PublicId = reader.GetString(0),
        LookupId = reader.GetString(1),
        Digest = reader.GetFieldValue<byte[]>(2),
        Description = reader.GetString(3),
        CreatedAt = Timestamp.FromMicroseconds(reader.GetInt64(4)),
        ExpiresAt = reader.TimeOrNull(5),
        Namespaces = reader.IsDBNull(6) ? null : StoredJson.ReadStrings(reader.GetString(6)),
        Users = reader.IsDBNull(7) ? null : StoredJson.ReadStrings(reader.GetString(7)),
    };
}
