using System.Diagnostics;
using AgentMemory.Benchmarks.Load;
using Microsoft.Data.Sqlite;

namespace AgentMemory.Benchmarks.Peers;

/// <summary>What this machine's disk allows, one writer after the other: the bound of every durable write.</summary>
internal static class DiskPeers
{
    private const int Bytes = 4096;

    /// <summary>Appends 4 KB to a file and waits for the disk.</summary>
    public static Measurement Append(string folder, TimeSpan duration)
    {
        using var file = File.OpenHandle(Path.Combine(folder, "append"), FileMode.Create, FileAccess.Write);
        var data = new byte[Bytes];
        var end = 0L;
        return Repeat(duration, () =>
        {
            RandomAccess.Write(file, data, end);
            RandomAccess.FlushToDisk(file);
            end += Bytes;
        });
    }

    /// <summary>Inserts one row of 4 KB per transaction, synchronous as the server's store is.</summary>
    public static Measurement SqliteInsert(string folder, TimeSpan duration)
    {
        SQLitePCL.Batteries_V2.Init();
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "peer.db")};Pooling=False");
        connection.Open();
        using var setup = connection.CreateCommand();
        setup.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE row (data BLOB)";
        setup.ExecuteNonQuery();
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO row (data) VALUES ($data)";
        insert.Parameters.AddWithValue("$data", new byte[Bytes]);
        insert.Prepare();
        return Repeat(duration, () => insert.ExecuteNonQuery());
    }

    private static Measurement Repeat(TimeSpan duration, Action write)
    {
        var latencies = new List<long>();
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < duration)
        {
            var before = Stopwatch.GetTimestamp();
            write();
            latencies.Add(Stopwatch.GetTimestamp() - before);
        }
        return Measurement.Of(latencies, Stopwatch.GetElapsedTime(started));
    }
}
