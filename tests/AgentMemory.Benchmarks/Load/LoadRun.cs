using System.Diagnostics;

namespace AgentMemory.Benchmarks.Load;

/// <summary>One scenario under load for a while: every client sends its next request when it has the last answer.</summary>
internal static class LoadRun
{
    private static int _clients;

    public static async Task<Measurement> RunAsync(Scenario scenario, int clients, TimeSpan duration, CancellationToken cancellationToken)
    {
        var until = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var started = Stopwatch.GetTimestamp();
        var latencies = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(
            () => RunClientAsync(scenario, Interlocked.Increment(ref _clients) % 99, until, cancellationToken), cancellationToken)));
        var elapsed = Stopwatch.GetElapsedTime(started);
        return Measurement.Of(latencies.SelectMany(latency => latency), elapsed);
    }

    private static async Task<List<long>> RunClientAsync(Scenario scenario, int client, long until, CancellationToken cancellationToken)
    {
        var latencies = new List<long>(100_000);
        var requests = scenario.Requests.Select(request => request.Copy()).ToArray();
        using var connection = new RawConnection();
        await connection.ConnectAsync(scenario.Server);
        var from = Environment.TickCount % 500_000; // Another run of the same client number writes elsewhere.
        for (long now; (now = Stopwatch.GetTimestamp()) < until && !cancellationToken.IsCancellationRequested;)
        {
            var call = latencies.Count;
            await connection.ExchangeAsync(requests[(client + call) % requests.Length].Fill(client, (from + call) % 1_000_000));
            latencies.Add(Stopwatch.GetTimestamp() - now);
        }
        return latencies;
    }
}
