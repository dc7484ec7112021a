namespace AgentMemory.Cli.Evaluation.Measuring;

/// <summary>
/// How far a mean may be off by the choice of questions: percentile bootstrap (Efron and Tibshirani, An Introduction to the
/// Bootstrap, 1993, chapter 13). Questions are drawn with replacement, with a fixed seed: the same values give the same interval.
/// </summary>
internal static class Bootstrap
{
    public const double Level = 0.95;
    public const int Resamples = 2000;
    public const int Seed = 1993;

    /// <summary>Of each column; every resample draws the same rows for all of them.</summary>
    /// <param name="rows">A question each, with the same columns; at least one.</param>
    public static Interval[] Means(IReadOnlyList<double[]> rows)
    {
        var columns = rows[0].Length;
        var means = new double[columns][];
        for (var column = 0; column < columns; column++)
            means[column] = new double[Resamples];

        var random = new Random(Seed);
        var sums = new double[columns];
        for (var resample = 0; resample < Resamples; resample++)
        {
            Array.Clear(sums);
            for (var draw = 0; draw < rows.Count; draw++)
                Add(sums, rows[random.Next(rows.Count)]);
            for (var column = 0; column < columns; column++)
                means[column][resample] = sums[column] / rows.Count;
        }
        return [.. means.Select((column, index) => Of(rows.Average(row => row[index]), column))];
    }

    private static void Add(double[] sums, double[] row)
    {
        for (var column = 0; column < sums.Length; column++)
            sums[column] += row[column];
    }

    private static Interval Of(double mean, double[] resampled)
    {
        Array.Sort(resampled);
        var cut = (int)(Resamples * (1 - Level) / 2);
        return new(mean, resampled[cut], resampled[^(cut + 1)]);
    }
}

/// <param name="Low">With <paramref name="High"/>, the bounds of the 95 % interval.</param>
internal readonly record struct Interval(double Mean, double Low, double High);
