namespace AgentMemory.Extraction;

/// <summary>
/// Message ids as <c>extracted_from</c> holds them. A comma would not survive the contract's tag lists (T25b), so it is
/// percent-encoded there, and the percent sign with it.
/// </summary>
public static class SourceIds
{
    public static string Encode(string messageId) => messageId.Contains(',', StringComparison.Ordinal)
        ? messageId.Replace("%", "%25", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal)
        : messageId;
}
