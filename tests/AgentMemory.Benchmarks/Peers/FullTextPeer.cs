using System.Diagnostics;
using AgentMemory.Benchmarks.Load;
using Microsoft.Data.Sqlite;

namespace AgentMemory.Benchmarks.Peers;

/// <summary>FTS5's own bm25 over the same file: the best ten rows for any word of a question, no record read, nobody's scope heeded.</summary>
internal static class FullTextPeer
{
    public static Measurement Search(string database, IReadOnlyList<string> queries, TimeSpan duration)
    {
        SQLitePCL.Batteries_V2.Init();
        using var connection = new SqliteConnection($"Data Source={database};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var search = connection.CreateCommand();
        search.CommandText = "SELECT rowid FROM memory_text WHERE memory_text MATCH $query ORDER BY bm25(memory_text) LIMIT 10";
        var query = search.Parameters.Add("$query", SqliteType.Text);
        var latencies = new List<long>();
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; Stopwatch.GetElapsedTime(started) < duration; i++)
        {
            var before = Stopwatch.GetTimestamp();
            query.Value = queries[i % queries.Count];
            using var reader = search.ExecuteReader();
            while (reader.Read())
                _ = reader.GetInt64(0);
            latencies.Add(Stopwatch.GetTimestamp() - before);
        }

        return Measurement.Of(latencies, Stopwatch.GetElapsedTime(started));
    }
}
