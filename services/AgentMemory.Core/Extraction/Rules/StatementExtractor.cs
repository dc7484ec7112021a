using AgentMemory.WorkingMemory;

namespace AgentMemory.Extraction.Rules;

/// <summary>Finds plain statements people make about themselves, by rules: the same messages give the same memories.</summary>
public static class StatementExtractor
{
    /// <param name="messages">Oldest first; only what a person says of themselves is taken.</param>
    public static IReadOnlyList<ExtractedMemory> Extract(IReadOnlyList<MemoryMessage> messages) =>
        throw new NotImplementedException();
}
