namespace AgentMemory.Extraction.Checks;

/// <summary>Why an item that a strategy found became no memory; counted in events and metrics in snake case.</summary>
internal enum ItemRefusal
{
    /// <summary>Not of the shape that was asked for.</summary>
    Unreadable,

    /// <summary>Empty, or longer than a memory is.</summary>
    Text,

    /// <summary>Neither semantic nor episodic.</summary>
    Type,

    /// <summary>It rests on no message that was to be extracted.</summary>
    Source,

    /// <summary>Its quote is in none of its sources.</summary>
    Quote,

    /// <summary>It speaks of "he", "they" or "I", whom no reader of the memory alone would know.</summary>
    Subject,

    /// <summary>It would instruct whoever reads it, or gives a secret away.</summary>
    Unsafe,
}
