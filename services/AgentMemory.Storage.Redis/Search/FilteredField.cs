using AgentMemory.Search;
using AgentMemory.Storage.Redis.LongTermMemory;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Search;

/// <summary>A member of records that a <see cref="TagFilter"/> can be on.</summary>
/// <param name="Tags">The indexed field.</param>
/// <param name="Stored">The field that has the value itself, or the list of them.</param>
/// <param name="Of">Its part of a filter.</param>
internal sealed record FilteredField(string Tags, string Stored, bool IsList, Func<MemoryFilter, TagFilter?> Of)
{
    public static IReadOnlyList<FilteredField> Owner { get; } =
    [
        new(MemoryFields.NamespaceTag, "namespace", IsList: false, filter => filter.Namespace),
        new(MemoryFields.UserTag, "user_id", IsList: false, filter => filter.UserId),
    ];

    public static IReadOnlyList<FilteredField> Others { get; } =
    [
        new(MemoryFields.SessionTag, "session_id", IsList: false, filter => filter.SessionId),
        new(MemoryFields.StrategyTag, "extraction_strategy", IsList: false, filter => filter.ExtractionStrategy),
        new(MemoryFields.TypeTag, "memory_type", IsList: false, filter => filter.MemoryType),
        new(MemoryFields.TopicTags, "topics", IsList: true, filter => filter.Topics),
        new(MemoryFields.EntityTags, "entities", IsList: true, filter => filter.Entities),
    ];

    /// <summary>The tag of a value; of the empty one, that of having no value.</summary>
    public string TagOf(string value) => IsList && value.Length == 0 ? IndexTag.None : IndexTag.Of(value);

    public IReadOnlyList<string> ValuesOf(RedisValue stored) => IsList ? StoredJson.ReadStrings((string)stored!) : [(string)stored!];
}
