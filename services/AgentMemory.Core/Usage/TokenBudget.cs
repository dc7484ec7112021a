namespace AgentMemory.Usage;

/// <summary>
/// How many tokens a namespace may use per day (UTC); <c>MODEL_TOKENS_PER_NAMESPACE_AND_DAY</c>. Background work that needs
/// a model waits for the next day when they are used up: delayed, not lost.
/// </summary>
/// <param name="TokensPerDay"><see langword="null"/> sets no limit.</param>
public sealed record TokenBudget(long? TokensPerDay)
{
    public static TokenBudget None { get; } = new((long?)null);
}
