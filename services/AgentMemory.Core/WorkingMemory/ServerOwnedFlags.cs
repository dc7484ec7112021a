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
        stored is not null && stored.Role == incoming.Role && stored.Content == incoming.Content
            ? incoming with { PersistedAt = stored.PersistedAt, DiscreteMemoryExtracted = stored.DiscreteMemoryExtracted }
            : incoming with { PersistedAt = null, DiscreteMemoryExtracted = false };

    public static MemoryRecord CarryOver(MemoryRecord incoming, MemoryRecord? stored) =>
        incoming with { PersistedAt = stored is not null && stored.Text == incoming.Text ? stored.PersistedAt : null };
}
