using AgentMemory.LongTermMemory;
using AgentMemory.Maintenance;

namespace AgentMemory.Storage;

/// <summary>A record as this version would have written it, and what was different.</summary>
public readonly record struct MigratedRecord(MemoryRecord Record, MigrationCounts Needs)
{
    /// <param name="type">Of the record, as stored, which may be no type there is.</param>
    /// <param name="isFlagged">Whether its mark of extraction is yes or no.</param>
    public static MigratedRecord Of(MemoryRecord stored, string type, bool isFlagged)
    {
        var isTyped = type is "message" or "semantic" or "episodic";
        var typed = isTyped ? stored : stored with { MemoryType = MemoryType.Message };
        var tagged = typed with
        {
            Topics = Split(typed.Topics),
            Entities = Split(typed.Entities),
            ExtractedFrom = Split(typed.ExtractedFrom),
            DiscreteMemoryExtracted = !isFlagged || typed.DiscreteMemoryExtracted,
        };
        var record = tagged with { MemoryHash = MemoryHash.Compute(tagged) };
        var isTagged = ReferenceEquals(tagged.Topics, stored.Topics) && ReferenceEquals(tagged.Entities, stored.Entities)
            && ReferenceEquals(tagged.ExtractedFrom, stored.ExtractedFrom);
        return new(record, new MigrationCounts
        {
            Records = 1,
            Hashes = record.MemoryHash == stored.MemoryHash ? 0 : 1,
            ExtractionFlags = isFlagged ? 0 : 1,
            Types = isTyped ? 0 : 1,
            Tags = isTagged ? 0 : 1,
        });
    }

    /// <summary>The same list when there is nothing to split.</summary>
    private static IReadOnlyList<string>? Split(IReadOnlyList<string>? values) =>
        values is null || !values.Any(value => value.Contains(','))
            ? values
            : [.. values
                .SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                .Distinct(StringComparer.Ordinal)];
}
