using System.Text.Json;
using AgentMemory.LongTermMemory;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Maintenance;

/// <summary>Whether what is there is what is to be taken over; alike for every store.</summary>
public static class ImportComparison
{
    /// <summary>By what was said and noted; times, flags and the TTL change while a session lives.</summary>
    public static ImportOutcome Of(Session stored, Session imported) => Outcome(
        stored.Messages.Count == imported.Messages.Count
        && stored.Messages.Zip(imported.Messages).All(pair =>
            pair.First.Id == pair.Second.Id && ServerOwnedFlags.IsSameContent(pair.First, pair.Second))
        && stored.Memories.Count == imported.Memories.Count
        && stored.Memories.Zip(imported.Memories).All(pair =>
            pair.First.Id == pair.Second.Id && ServerOwnedFlags.IsSameContent(pair.First, pair.Second))
        && stored.Context == imported.Context
        && JsonElement.DeepEquals(stored.Data, imported.Data));

    /// <summary>By text, type, session and owner.</summary>
    public static ImportOutcome Of(MemoryRecord stored, MemoryRecord imported) =>
        Outcome(MemoryHash.Compute(stored) == MemoryHash.Compute(imported));

    private static ImportOutcome Outcome(bool isSame) => isSame ? ImportOutcome.Same : ImportOutcome.Different;
}
