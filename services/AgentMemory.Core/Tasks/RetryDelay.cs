namespace AgentMemory.Tasks;

/// <summary>
/// When a failed task is due again: doubling from a second to a longest delay, with a random half, so that tasks that failed
/// together do not return together.
/// </summary>
public static class RetryDelay
{
    private const double FirstSeconds = 1;

    /// <summary>Five minutes: a failing step of our own.</summary>
    private const double LongestSeconds = 300;

    /// <summary>Half an hour: a model whose answers cannot be used is rarely better a minute later.</summary>
    private const double LongestSecondsForModel = 1800;

    /// <summary>How soon a model that is not there is asked again when nobody knows better.</summary>
    private const double UnavailableSeconds = 60;

    /// <param name="attempt">1 for the first.</param>
    public static TimeSpan After(int attempt) => After(attempt, LongestSeconds);

    /// <summary>After answers of a model that cannot be used.</summary>
    /// <param name="attempt">1 for the first.</param>
    public static TimeSpan AfterInvalidAnswer(int attempt) => After(attempt, LongestSecondsForModel);

    /// <summary>When work that needs a model which is not there now is due again.</summary>
    /// <param name="retryAt">What is known about it.</param>
    public static DateTimeOffset WhenAvailable(DateTimeOffset? retryAt, DateTimeOffset now)
    {
        var soonest = now + Jittered(FirstSeconds);
        return retryAt is not { } known ? now + Jittered(UnavailableSeconds) : known > soonest ? known : soonest;
    }

    private static TimeSpan After(int attempt, double longestSeconds) =>
        Jittered(Math.Min(FirstSeconds * Math.Pow(2, attempt - 1), longestSeconds));

    private static TimeSpan Jittered(double seconds) => TimeSpan.FromSeconds(seconds / 2 * (1 + Random.Shared.NextDouble()));
}
