using AgentMemory.Prompts;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Extraction;

/// <summary>
/// Which messages may become memories. Text that came out of memory, said so or known by its heading, would make facts of
/// facts; the system's text tells of no conversation.
/// </summary>
internal static class Extractable
{
    public static bool Is(MemoryMessage message) =>
        !string.IsNullOrWhiteSpace(message.Content)
        && MessageSources.Of(message) is not (MessageSource.Recalled or MessageSource.System)
        && !PromptHeadings.Open(message.Content);
}
