using System.Diagnostics;

namespace AgentMemory.Benchmarks.Load;

/// <param name="P50">Milliseconds.</param>
/// <param name="P99">Milliseconds.</param>
internal sealed record Measurement(double P50, double P99, double PerSecond)
{
    public static Measurement Of(IEnumerable<long> ticks, TimeSpan elapsed)
    {
        var sorted = ticks.Order().ToArray();
        return new(At(sorted, 0.5), At(sorted, 0.99), sorted.Length / elapsed.TotalSeconds);
    }

    /// <summary>Each figure's median over the rounds: a neighbour's burst on the machine spoils one round, not the result.</summary>
    public static Measurement Median(IReadOnlyCollection<Measurement> rounds) => new(
        Middle(rounds.Select(round => round.P50)), Middle(rounds.Select(round => round.P99)),
        Middle(rounds.Select(round => round.PerSecond)));

    private static double Middle(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private static double At(long[] sorted, double quantile) =>
        sorted.Length == 0 ? double.NaN : 1000.0 * sorted[(int)(quantile * (sorted.Length - 1))] / Stopwatch.Frequency;
}
