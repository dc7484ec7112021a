namespace AgentMemory.WorkingMemory;

/// <summary>What the caller says about its model's context window.</summary>
/// <param name="ModelName">Any model name; unknown ones get the default window of <see cref="ModelContextWindows"/>.</param>
/// <param name="MaximumTokens">Beats the model's window when given.</param>
public readonly record struct ContextWindow(string? ModelName, int? MaximumTokens)
{
    /// <summary>Whether the caller said anything. A maximum of 0 alone says nothing (spec 10.4).</summary>
    public bool IsGiven => !string.IsNullOrEmpty(ModelName) || MaximumTokens is not (null or 0);

    /// <summary>The effective limit of spec 10.3.</summary>
    public int Limit => MaximumTokens ?? ModelContextWindows.Of(ModelName);
}

/// <summary>Percentages of spec 10.4; both <see langword="null"/> without information about the window.</summary>
public readonly record struct ContextUsage(double? TotalUsed, double? UntilSummarization)
{
    /// <param name="tokens">Of the messages the caller gets; 0 when there are none, since every message has at least one.</param>
    /// <param name="summarizationThreshold">Share of the window at which a session is summarised.</param>
    public static ContextUsage Of(int tokens, ContextWindow window, double summarizationThreshold)
    {
        if (!window.IsGiven)
            return default;
        if (tokens == 0)
            return new(0.0, 0.0);

        var limit = window.Limit;
        if (limit <= 0)
            return default;

        var threshold = (int)(limit * summarizationThreshold);
        return new(Percentage(tokens, limit), threshold == 0 ? 100.0 : Percentage(tokens, threshold));
    }

    private static double Percentage(int tokens, int whole) => Math.Min((double)tokens / whole * 100.0, 100.0);
}
