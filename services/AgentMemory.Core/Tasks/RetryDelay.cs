namespace AgentMemory.Tasks;

/// <summary>
/// When a failed task is due again: doubling from a second to five minutes, with a random half, so that tasks that failed
/// together do not return together.
/// </summary>
public static class RetryDelay
{
    private const double FirstSeconds = 1;
    private const double LongestSeconds = 300;

    /// <param name="attempt">1 for the first.</param>
    public static TimeSpan After(int attempt)
    {
        var seconds = Math.Min(FirstSeconds * Math.Pow(2, attempt - 1), LongestSeconds);
        return TimeSpan.FromSeconds(seconds / 2 * (1 + Random.Shared.NextDouble()));
    }
}
