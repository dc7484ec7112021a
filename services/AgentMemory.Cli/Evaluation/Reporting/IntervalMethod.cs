using AgentMemory.Cli.Evaluation.Measuring;

namespace AgentMemory.Cli.Evaluation.Reporting;

/// <summary>How the intervals of a JSON report were made.</summary>
internal static class IntervalMethod
{
    public static object Json { get; } = new
    {
        Method = "percentile bootstrap over questions",
        Bootstrap.Level,
        Bootstrap.Resamples,
        Bootstrap.Seed,
    };
}
