using System.Globalization;
using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.SummaryViews;
using AgentMemory.Tenancy;
using Microsoft.Data.Sqlite;

namespace AgentMemory.Storage.Sqlite.SummaryViews;

internal sealed partial class SqliteSummaryViewStore
{
    public Task PutPartitionAsync(AccessScope scope, SummaryPartition partition, CancellationToken cancellationToken) =>
        database.WriteAsync(
            transaction => FindRow(transaction.Connection, scope, partition.ViewId) is { } view
                ? transaction.Connection.Execute(
                    """
                    INSERT OR REPLACE INTO summary_partition (view, key, members, summary, memory_count, empty, empty_reason, computed_at)
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                    """,
                    view, PartitionKey.Of(partition.Group), StoredJson.Write(partition.Group), partition.Summary,
                    partition.MemoryCount, partition.Empty ? 1L : 0L, partition.EmptyReason,
                    Timestamp.Truncate(partition.ComputedAt).ToMicroseconds())
                : 0,
            cancellationToken);

    public async Task<IReadOnlyList<SummaryPartition>> ListPartitionsAsync(
        AccessScope scope, string viewId, IReadOnlyDictionary<string, string> group, CancellationToken cancellationToken)
    {
        List<object?> arguments = [viewId];
        var sql =
            "SELECT p.members, p.summary, p.memory_count, p.empty, p.empty_reason, p.computed_at "
            + $"FROM summary_view v JOIN summary_partition p ON p.view = v.row WHERE v.id = ?1 AND {ScopeSql.Covers(scope, arguments)}";
        foreach (var (field, value) in group)
        {
            arguments.AddRange([field, value]);
            sql += string.Create(
                CultureInfo.InvariantCulture,
                $" AND EXISTS (SELECT 1 FROM json_each(p.members) AS m WHERE m.key = ?{arguments.Count - 1} AND m.value = ?{arguments.Count})");
        }

        return await database.ReadAsync(
            connection =>
            {
                var partitions = new List<SummaryPartition>();
                using var reader = connection.Query(sql + " ORDER BY p.key", arguments.ToArray());
                while (reader.Read())
                    partitions.Add(ReadPartition(viewId, reader));
                return partitions;
            },
            cancellationToken);
    }

    public Task<int> DeletePartitionsBeforeAsync(
        AccessScope scope, string viewId, DateTimeOffset before, CancellationToken cancellationToken) =>
        database.WriteAsync(
            transaction => FindRow(transaction.Connection, scope, viewId) is { } view
                ? transaction.Connection.Execute(
                    "DELETE FROM summary_partition WHERE view = ?1 AND computed_at < ?2",
                    view, Timestamp.Truncate(before).ToMicroseconds())
                : 0,
            cancellationToken);

    private static SummaryPartition ReadPartition(string viewId, SqliteDataReader reader) => new()
    {
        ViewId = viewId,
        Group = StoredJson.ReadDictionary(reader.GetString(0)),
        Summary = reader.GetString(1),
        MemoryCount = reader.GetInt64(2),
        Empty = reader.GetBoolean(3),
        EmptyReason = reader.StringOrNull(4),
        ComputedAt = Timestamp.FromMicroseconds(reader.GetInt64(5)),
    };
}
