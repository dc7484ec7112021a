using System.Text.Json;
using AgentMemory.LongTermMemory;

namespace AgentMemory.Storage.Conformance;

/// <summary>Assertions that two values are the same by content; lists and JSON have reference equality otherwise.</summary>
public static class Same
{
    /// <summary>All members but the version, which is the store's; null and empty lists are one.</summary>
    public static void Record(MemoryRecord expected, MemoryRecord actual)
    {
        Assert.Equal(Scalars(expected), Scalars(actual));
        Assert.Equal(expected.Topics ?? [], actual.Topics ?? []);
        Assert.Equal(expected.Entities ?? [], actual.Entities ?? []);
        Assert.Equal(expected.ExtractedFrom ?? [], actual.ExtractedFrom ?? []);
        Json(expected.ExtractionStrategyConfig, actual.ExtractionStrategyConfig);
        Json(expected.Metadata, actual.Metadata);
    }

    public static void Json(JsonElement expected, JsonElement actual) =>
        Assert.True(JsonElement.DeepEquals(expected, actual), $"Expected {expected}, got {actual}");

    private static MemoryRecord Scalars(MemoryRecord record) => record with
    {
        Topics = null,
        Entities = null,
        ExtractedFrom = null,
        ExtractionStrategyConfig = default,
        Metadata = default,
        Version = 0,
    };
}
