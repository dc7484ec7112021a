using AgentMemory.Extraction;
using AgentMemory.LongTermMemory;
using AgentMemory.Search;

namespace AgentMemory.Lifecycle;

/// <summary>Which records may be merged at all, and with which others (spec 10.9; T33).</summary>
internal static class MergeableRecords
{
    /// <summary>Messages are what was said, a summary has an id of its own to be replaced under: neither is merged.</summary>
    public static bool Contains(MemoryRecord record) =>
        record.MemoryType != MemoryType.Message
        && record.ExtractionStrategy is not (StrategyNames.Summary or StrategyNames.Message)
        && !string.IsNullOrWhiteSpace(record.Text);

    /// <summary>Whether the two may tell the same. Of one owner both; a record somebody pinned stays as it is, what happened
    /// on two days happened twice, and an attribute that has one value at a time stays alone, so that it can be replaced.</summary>
    public static bool ArePeers(MemoryRecord one, MemoryRecord other) =>
        one.Owner == other.Owner && one.MemoryType == other.MemoryType && one.Slot == other.Slot
        && !one.Pinned && !other.Pinned
        && (one.MemoryType != MemoryType.Episodic || one.EventDate?.UtcDateTime.Date == other.EventDate?.UtcDateTime.Date);

    /// <summary>The part of these rules a store can apply, within the scope of the record's owner.</summary>
    public static MemoryFilter PeersOf(MemoryRecord record) =>
        Any with { MemoryType = TagFilter.Equal(NameOf(record.MemoryType)) };

    public static MemoryFilter Unconsolidated { get; } = Any with { Consolidated = false };

    public static MemoryFilter Any => new()
    {
        MemoryType = new() { AnyOf = [NameOf(MemoryType.Semantic), NameOf(MemoryType.Episodic)] },
        ExtractionStrategy = new() { NoneOf = [StrategyNames.Summary, StrategyNames.Message] },
    };

    private static string NameOf(MemoryType type) => type.ToString().ToLowerInvariant();
}
