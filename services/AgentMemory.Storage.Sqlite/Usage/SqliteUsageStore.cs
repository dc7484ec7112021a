using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Tenancy;
using AgentMemory.Usage;

namespace AgentMemory.Storage.Sqlite.Usage;

internal sealed class SqliteUsageStore(StoreDatabase database) : IUsageStore
{
    public Task AddAsync(UsageEntry entry, CancellationToken cancellationToken) =>
        database.WriteAsync(
            transaction => transaction.Connection.Execute(
                """
                INSERT INTO model_usage (namespace, day, user_id, model, operation, calls, input_tokens, output_tokens, failures)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
                ON CONFLICT DO UPDATE SET calls = calls + excluded.calls, input_tokens = input_tokens + excluded.input_tokens,
                    output_tokens = output_tokens + excluded.output_tokens, failures = failures + excluded.failures
                """,
                entry.Owner.Namespace ?? "", (long)entry.Day.DayNumber, entry.Owner.UserId ?? "", entry.Model, entry.Operation,
                entry.Calls, entry.InputTokens, entry.OutputTokens, entry.Failures),
            cancellationToken);

    public async Task<IReadOnlyList<NamespaceUsage>> ReadAsync(
        AccessScope scope, string? @namespace, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        List<object?> arguments = [(long)from.DayNumber, (long)to.DayNumber];
        var sql =
            $"""
            SELECT day, namespace, model, operation, sum(calls), sum(input_tokens), sum(output_tokens), sum(failures)
            FROM model_usage WHERE day BETWEEN ?1 AND ?2 AND {FilterSql.Build(scope, arguments, "", @namespace)}
            GROUP BY day, namespace, model, operation ORDER BY day, namespace, model, operation
            """;
        return await database.ReadAsync(
            connection =>
            {
                var sums = new List<NamespaceUsage>();
                using var reader = connection.Query(sql, arguments.ToArray());
                while (reader.Read())
                {
                    sums.Add(new NamespaceUsage(
                        DateOnly.FromDayNumber(reader.GetInt32(0)), new Owner(reader.GetString(1), null).Namespace,
                        reader.GetString(2), reader.GetString(3), reader.GetInt64(4), reader.GetInt64(5), reader.GetInt64(6),
                        reader.GetInt64(7)));
                }

                return sums;
            },
            cancellationToken);
    }

    public async Task<long> TokensAsync(string? @namespace, DateOnly day, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            connection => (long?)connection.Scalar(
                "SELECT sum(input_tokens + output_tokens) FROM model_usage WHERE namespace = ?1 AND day = ?2",
                @namespace ?? "", (long)day.DayNumber) ?? 0,
            cancellationToken);

    public Task<int> PurgeAsync(DateOnly before, CancellationToken cancellationToken) =>
        database.WriteAsync(
            transaction => transaction.Connection.Execute("DELETE FROM model_usage WHERE day < ?1", (long)before.DayNumber),
            cancellationToken);
}
