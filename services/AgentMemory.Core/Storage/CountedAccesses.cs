using AgentMemory.LongTermMemory;

namespace AgentMemory.Storage;

/// <summary>Counting an access leaves the version as it is, so what is written over a record may not know of it yet.</summary>
public static class CountedAccesses
{
    public static MemoryRecord Keep(MemoryRecord record, MemoryRecord stored) => record with
    {
        LastAccessed = record.LastAccessed > stored.LastAccessed ? record.LastAccessed : stored.LastAccessed,
        AccessCount = Math.Max(record.AccessCount, stored.AccessCount),
    };

    /// <summary>The survivor of a merge as it was before: accesses counted since count for it, and what was extracted stays so.</summary>
    /// <param name="survivor">As it is now.</param>
    public static MemoryRecord Restore(MemoryRecord original, MemoryRecord survivor, MemoryMerge merge)
    {
        var accesses = Math.Max(0, survivor.AccessCount - merge.Survivor.AccessCount);
        return original with
        {
            AccessCount = original.AccessCount + accesses,
            LastAccessed = accesses > 0 ? survivor.LastAccessed : original.LastAccessed,
            DiscreteMemoryExtracted = original.DiscreteMemoryExtracted || survivor.DiscreteMemoryExtracted,
        };
    }
}
