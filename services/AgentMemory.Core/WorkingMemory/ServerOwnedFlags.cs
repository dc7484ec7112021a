using AgentMemory.LongTermMemory;

namespace AgentMemory.WorkingMemory;

/// <summary>
/// <c>persisted_at</c> and a message's <c>discrete_memory_extracted</c> live in a document that clients replace, but say
/// what the server did. On every replacement they come from the stored item of the same id and content, and are otherwise
/// cleared: a client can neither cause work to be repeated nor suppress it (T67, T68).
/// </summary>
public static class ServerOwnedFlags
{
    public static MemoryMessage CarryOver(MemoryMessage incoming, MemoryMessage? stored) =>
        stored is not null && IsSameContent(incoming, stored)
            ? incoming with { PersistedAt = stored.PersistedAt, DiscreteMemoryExtracted = stored.DiscreteMemoryExtracted }
            : incoming with { PersistedAt = null, DiscreteMemoryExtracted = false };

    public static MemoryRecord CarryOver(MemoryRecord incoming, MemoryRecord? stored) =>
        incoming with { PersistedAt = stored is not null && IsSameContent(incoming, stored) ? stored.PersistedAt : null };

    /// <summary>Whether what was done with one message holds for the other.</summary>
    public static bool IsSameContent(MemoryMessage one, MemoryMessage other) =>
        one.Role == other.Role && one.Content == other.Content;

    /// <summary>Whether what was done with one memory holds for the other.</summary>
    public static bool IsSameContent(MemoryRecord one, MemoryRecord other) => one.Text == other.Text;
}
