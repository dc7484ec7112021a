using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using AgentMemory.LongTermMemory;
using AgentMemory.Overview;
using AgentMemory.Search;
using AgentMemory.SummaryViews;
using AgentMemory.Usage;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Wire.Answers;

/// <summary>How answers are written: snake_case, every member present, enums in lower case, UTF-8 unescaped.</summary>
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(StatusAnswer))]
[JsonSerializable(typeof(ReadinessReport))]
[JsonSerializable(typeof(SessionAnswer))]
[JsonSerializable(typeof(SessionListAnswer))]
[JsonSerializable(typeof(SessionsAnswer))]
[JsonSerializable(typeof(OverviewReport))]
[JsonSerializable(typeof(AppendAnswer))]
[JsonSerializable(typeof(MemoryRecord))]
[JsonSerializable(typeof(SearchAnswer))]
[JsonSerializable(typeof(ForgetAnswer))]
[JsonSerializable(typeof(PromptAnswer))]
[JsonSerializable(typeof(SummaryView))]
[JsonSerializable(typeof(IReadOnlyList<SummaryView>))]
[JsonSerializable(typeof(SummaryPartition))]
[JsonSerializable(typeof(IReadOnlyList<SummaryPartition>))]
[JsonSerializable(typeof(TaskAnswer))]
[JsonSerializable(typeof(TaskListAnswer))]
[JsonSerializable(typeof(EventsAnswer))]
[JsonSerializable(typeof(EventGapAnswer))]
[JsonSerializable(typeof(MergesAnswer))]
[JsonSerializable(typeof(UndoneMergeAnswer))]
[JsonSerializable(typeof(UsageReport))]
[JsonSerializable(typeof(CurrentTimeAnswer))]
public sealed partial class WireContext : JsonSerializerContext
{
    /// <summary>Free JSON of a request is at most 64 deep and may be nested in an answer.</summary>
    private const int MaximumDepth = 128;

    /// <summary>Escapes what JSON demands and nothing else.</summary>
    public static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private static readonly JsonSerializerOptions Shape = Make();

    public static JsonTypeInfo<T> Of<T>() => Cache<T>.Type;

    private static JsonSerializerOptions Make() => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = Encoder,
        MaxDepth = MaximumDepth,
        TypeInfoResolver = new WireContext().WithAddedModifier(WriteFlags).WithAddedModifier(LeaveOutAbsentMetadata),
        Converters =
        {
            new TimestampConverter(),
            new JsonStringEnumConverter<MemoryType>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<MergeReason>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<SearchMode>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<ComponentStatus>(JsonNamingPolicy.SnakeCaseLower),
        },
    };

    private static void WriteFlags(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.Name == "discrete_memory_extracted")
                property.CustomConverter = new FlagConverter();
        }
    }

    /// <summary>A message has metadata only if it came with some: clients of the contract do not know that member.</summary>
    private static void LeaveOutAbsentMetadata(JsonTypeInfo type)
    {
        if (type.Type == typeof(MemoryMessage))
            type.Properties.Single(property => property.Name == "metadata").ShouldSerialize = static (_, value) => value is not null;
    }

    private static class Cache<T>
    {
        public static readonly JsonTypeInfo<T> Type = (JsonTypeInfo<T>)Shape.GetTypeInfo(typeof(T));
    }
}
