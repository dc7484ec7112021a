namespace AgentMemory.WorkingMemory;

/// <summary>Where the text of a message comes from: its <c>metadata.source</c>, else its role.</summary>
public enum MessageSource
{
    User,
    Assistant,
    Tool,

    /// <summary>Text that came out of memory: extracting it again would make facts of facts.</summary>
    Recalled,
    System,
}
