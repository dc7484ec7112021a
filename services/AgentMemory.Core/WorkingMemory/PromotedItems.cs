using AgentMemory.LongTermMemory;

namespace AgentMemory.WorkingMemory;

/// <summary>Stamps what a session holds as promoted: items of the same id and still the content that was promoted.</summary>
public sealed class PromotedItems(PromotionStamp stamp)
{
    private readonly ILookup<string, MemoryMessage> _messages =
        stamp.Messages.ToLookup(message => message.Id, StringComparer.Ordinal);

    private readonly ILookup<string, MemoryRecord> _memories =
        stamp.Memories.ToLookup(memory => memory.Id, StringComparer.Ordinal);

    /// <returns>The same instance when nothing changes.</returns>
    public MemoryMessage Stamp(MemoryMessage message) =>
        message.PersistedAt is null && _messages[message.Id].Any(one => ServerOwnedFlags.IsSameContent(one, message))
            ? message with { PersistedAt = stamp.At } : message;

    /// <inheritdoc cref="Stamp(MemoryMessage)"/>
    public MemoryRecord Stamp(MemoryRecord memory) =>
        memory.PersistedAt is null && _memories[memory.Id].Any(one => ServerOwnedFlags.IsSameContent(one, memory))
            ? memory with { PersistedAt = stamp.At } : memory;
}
