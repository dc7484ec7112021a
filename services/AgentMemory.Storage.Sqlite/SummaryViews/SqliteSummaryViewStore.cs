using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.SummaryViews;
using AgentMemory.Tenancy;
using Microsoft.Data.Sqlite;

namespace AgentMemory.Storage.Sqlite.SummaryViews;

/// <summary>Views. Their partitions are in the other part.</summary>
internal sealed partial class SqliteSummaryViewStore(StoreDatabase database) : ISummaryViewStore
{
    private const string Columns = "v.definition, v.filter, v.namespaces, v.users";

    public Task AddAsync(StoredSummaryView view, CancellationToken cancellationToken) =>
        database.WriteAsync(
            transaction => transaction.Connection.Execute(
                "INSERT INTO summary_view (id, definition, filter, namespaces, users) VALUES (?1, ?2, ?3, ?4, ?5)",
                view.View.Id, StoredJson.Write(view.View), StoredJson.Write(view.Filter), WriteNames(view.Scope.Namespaces),
                WriteNames(view.Scope.Users)),
            cancellationToken);

    public async Task<StoredSummaryView?> FindAsync(AccessScope scope, string viewId, CancellationToken cancellationToken)
    {
        List<object?> arguments = [viewId];
        var sql = $"SELECT {Columns} FROM summary_view v WHERE v.id = ?1 AND {ScopeSql.Covers(scope, arguments)}";
        return await database.ReadAsync(
            connection =>
            {
                using var reader = connection.Query(sql, arguments.ToArray());
                return reader.Read() ? Read(reader) : null;
            },
            cancellationToken);
    }

    public async Task<IReadOnlyList<StoredSummaryView>> ListAsync(AccessScope scope, CancellationToken cancellationToken)
    {
        List<object?> arguments = [];
        var sql = $"SELECT {Columns} FROM summary_view v WHERE {ScopeSql.Covers(scope, arguments)} ORDER BY v.row";
        return await database.ReadAsync(
            connection =>
            {
                var views = new List<StoredSummaryView>();
                using var reader = connection.Query(sql, arguments.ToArray());
                while (reader.Read())
                    views.Add(Read(reader));
                return views;
            },
            cancellationToken);
    }

    public Task<bool> DeleteAsync(AccessScope scope, string viewId, CancellationToken cancellationToken) =>
        database.WriteAsync(
            transaction =>
            {
                if (FindRow(transaction.Connection, scope, viewId) is not { } row)
                    return false;
                transaction.Connection.Execute("DELETE FROM summary_partition WHERE view = ?1", row);
                transaction.Connection.Execute("DELETE FROM summary_view WHERE row = ?1", row);
                return true;
            },
            cancellationToken);

    private static long? FindRow(StoreConnection connection, AccessScope scope, string viewId)
    {
        List<object?> arguments = [viewId];
        var sql = $"SELECT v.row FROM summary_view v WHERE v.id = ?1 AND {ScopeSql.Covers(scope, arguments)}";
        return (long?)connection.Scalar(sql, arguments.ToArray());
    }

    private static StoredSummaryView Read(SqliteDataReader reader) => new(
        StoredJson.ReadView(reader.GetString(0)), StoredJson.ReadFilter(reader.GetString(1)),
        AccessScope.Bound(ReadNames(reader.StringOrNull(2)), ReadNames(reader.StringOrNull(3))));

    private static string? WriteNames(IReadOnlySet<string>? names) =>
        names is null ? null : StoredJson.Write([.. names.Order(StringComparer.Ordinal)]);

    private static IReadOnlyList<string>? ReadNames(string? json) => json is null ? null : StoredJson.ReadStrings(json);
}
