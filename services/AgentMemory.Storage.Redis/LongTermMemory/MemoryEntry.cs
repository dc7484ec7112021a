using AgentMemory.LongTermMemory;
using AgentMemory.Storage.Redis.Search;

namespace AgentMemory.Storage.Redis.LongTermMemory;

/// <summary>A record within a unit of work: as it is stored, and as it will be.</summary>
internal sealed class MemoryEntry(MemoryKey key, StoredMemory? stored)
{
    public MemoryKey Key => key;

    /// <summary><see langword="null"/> when no record is stored under the key.</summary>
    public StoredMemory? Stored => stored;

    /// <summary>As the unit leaves it; <see langword="null"/> when it will be gone, or never was.</summary>
    public MemoryRecord? Current { get; set; } = stored?.Record;

    public MemoryRecord Record => Current ?? throw new InvalidOperationException($"The record {key.Id} is gone");

    public string Operation { get; set; } = stored?.Operation ?? "";

    public bool IsConsolidated { get; set; } = stored?.IsConsolidated ?? false;

    /// <summary><see langword="null"/> for a record of this unit, which is numbered when it is committed.</summary>
    public long? Number { get; set; } = stored?.Number;

    /// <summary>The text became another one, of which the stored vectors say nothing.</summary>
    public bool LosesVectors { get; set; }

    /// <summary>What a record of this unit is written with, as unit bytes.</summary>
    public (SpaceField Space, byte[] Bytes)? Vector { get; set; }

    /// <summary>The record of another key that this one was.</summary>
    public MemoryEntry? MovedFrom { get; set; }

    public bool IsChanged { get; set; }
}
