namespace AgentMemory.WorkingMemory.Summarization;

/// <summary>How a model's window is divided when it summarises (spec 10.5). Tokens.</summary>
/// <param name="Summary">Of the summary it writes.</param>
/// <param name="Buffer">Of its instructions.</param>
/// <param name="Messages">Of the text it reads: the summary so far and messages.</param>
public readonly record struct SummarizationBudget(int Summary, int Buffer, int Messages)
{
    /// <summary>Fewer are given to no call, however small the window: without room there is no progress.</summary>
    private const int LeastPerPass = 128;

    public static SummarizationBudget Of(int contextWindow)
    {
        var summary = contextWindow switch
        {
            < 10_000 => Math.Max(512, contextWindow / 8),
            < 50_000 => Math.Max(1024, contextWindow / 10),
            _ => Math.Max(2048, contextWindow / 20),
        };
        var buffer = Math.Min(Math.Max(230, contextWindow / 100), 1000);
        return new(summary, buffer, contextWindow - summary - buffer);
    }

    /// <summary>Tokens of messages one call may read beside what else it must.</summary>
    /// <param name="instructions">Those beyond <see cref="Buffer"/> are taken from the messages.</param>
    public int PerPass(int instructions, int previousSummary) =>
        Math.Max(LeastPerPass, Messages - previousSummary - Math.Max(0, instructions - Buffer));
}
