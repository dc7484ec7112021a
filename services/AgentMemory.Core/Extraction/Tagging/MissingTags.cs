using AgentMemory.Extraction.Checks;
using AgentMemory.LongTermMemory;

namespace AgentMemory.Extraction.Tagging;

/// <summary>The tags a record lacks: what its creator gave is never changed (T61), and what is switched off is not added.</summary>
internal static class MissingTags
{
    public static bool Any(MemoryRecord record, EngineOptions options) => !string.IsNullOrWhiteSpace(record.Text)
        && ((options.ExtractTopics && IsEmpty(record.Topics)) || (options.ExtractEntities && IsEmpty(record.Entities)));

    public static MemoryRecord Fill(MemoryRecord record, Rules.Tags tags, EngineOptions options) => record with
    {
        Topics = options.ExtractTopics && IsEmpty(record.Topics) ? Clean(tags.Topics) : record.Topics,
        Entities = options.ExtractEntities && IsEmpty(record.Entities) ? Clean(tags.Entities) : record.Entities,
    };

    /// <summary>Messages are what was said. Extracted records got their tags with the extraction: asking again would cost a
    /// call per memory.</summary>
    public static bool Concern(MemoryRecord record) => record.MemoryType is MemoryType.Semantic or MemoryType.Episodic
        && IsEmpty(record.ExtractedFrom) && (IsEmpty(record.Topics) || IsEmpty(record.Entities));

    private static IReadOnlyList<string>? Clean(IReadOnlyList<string> tags) => TagList.Of(tags) is { Count: > 0 } clean ? clean : null;

    private static bool IsEmpty(IReadOnlyList<string>? list) => list is null or { Count: 0 };
}
