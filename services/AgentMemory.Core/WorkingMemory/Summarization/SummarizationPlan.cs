namespace AgentMemory.WorkingMemory.Summarization;

/// <summary>Which messages leave a session for its summary (spec 10.5), and when.</summary>
public static class SummarizationPlan
{
    /// <summary>Share of the window that the kept messages may fill.</summary>
    private const double KeptShare = 0.4;

    /// <summary>Whether messages of that many tokens are more than the window's share. A window nothing was said about, or
    /// of no size, is no reason to summarise (T24).</summary>
    public static bool IsDue(int tokens, ContextWindow window, EngineOptions options) =>
        options.SummarizeWorkingMemory && window is { IsGiven: true, Limit: > 0 }
        && tokens > (int)(window.Limit * options.SummarizationThreshold);

    /// <summary>All but the newest messages that fit their share, oldest first; the newest one always stays.</summary>
    public static IReadOnlyList<MemoryMessage> Departing(
        IReadOnlyList<MemoryMessage> messages, int limit, ITokenCounter counter)
    {
        var chronological = messages.OrderBy(message => message.CreatedAt).ToArray();
        var kept = MessageSelection.Fitting(chronological, (int)(limit * KeptShare), counter, out _);
        return chronological[..^kept.Count];
    }
}
