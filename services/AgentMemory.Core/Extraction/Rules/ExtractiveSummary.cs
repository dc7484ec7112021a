using AgentMemory.WorkingMemory;

namespace AgentMemory.Extraction.Rules;

/// <summary>A summary made of the conversation's own sentences, chosen by rules.</summary>
public static class ExtractiveSummary
{
    /// <param name="previous">The summary so far, whose best sentences stay, in their order.</param>
    /// <param name="messages">Oldest first.</param>
    /// <param name="maximumTokens">Of the result.</param>
    public static string Build(
        string? previous, IReadOnlyList<MemoryMessage> messages, int maximumTokens, ITokenCounter counter) =>
        throw new NotImplementedException();
}
