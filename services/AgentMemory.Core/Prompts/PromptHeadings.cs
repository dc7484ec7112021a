namespace AgentMemory.Prompts;

/// <summary>
/// What the text of a memory prompt begins with (spec 2.13). Applications send such text back as messages of a session:
/// by its heading it is known as memory that was recalled.
/// </summary>
internal static class PromptHeadings
{
    public const string Summary = "## A summary of the conversation so far:";
    public const string Memories = "## Long term memories related to the user's query";

    public static bool Open(ReadOnlySpan<char> text)
    {
        var start = text.TrimStart();
        return start.StartsWith(Summary, StringComparison.OrdinalIgnoreCase)
            || start.StartsWith(Memories, StringComparison.OrdinalIgnoreCase);
    }
}
