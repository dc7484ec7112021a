using System.Text.Json;
using AgentMemory.Extraction.Checks;
using AgentMemory.LongTermMemory;

namespace AgentMemory.Extraction.Strategies;

/// <summary>Reads one item of a model's answer (spec 10.6).</summary>
internal static class ModelItem
{
    /// <summary>The items that can be read as memories; the others are counted.</summary>
    /// <param name="strict">Whether tags of the wrong shape spoil the item, as the contract has it for custom prompts;
    /// otherwise only they are left out.</param>
    public static ExtractionResult ReadAll(
        IReadOnlyList<JsonElement> items, Transcript transcript, EngineOptions options, string model, bool strict = false)
    {
        var memories = new List<ExtractedMemory>(items.Count);
        foreach (var item in items)
        {
            if (Read(item, transcript, options, strict) is { } memory)
                memories.Add(memory);
        }

        return new ExtractionResult(memories, model, items.Count - memories.Count);
    }

    private static ExtractedMemory? Read(JsonElement item, Transcript transcript, EngineOptions options, bool strict)
    {
        if (item.ValueKind != JsonValueKind.Object || Text(item, "text") is not { } text || TypeOf(item) is not { } type)
            return null;
        if (Tags(item, "topics", strict) is not { } topics || Tags(item, "entities", strict) is not { } entities)
            return null;

        return new ExtractedMemory
        {
            Text = text,
            Type = type,
            Topics = options.ExtractTopics ? [.. topics.Take(options.MaximumTopics)] : [],
            Entities = options.ExtractEntities ? entities : [],
            EventDate = EventDate.Parse(Text(item, "event_date")),
            Sources = [.. Labels(item).Select(transcript.IdOf).OfType<string>().Distinct(StringComparer.Ordinal)],
            Quote = Text(item, "quote"),
        };
    }

    private static MemoryType? TypeOf(JsonElement item)
    {
        if (!item.TryGetProperty("type", out var type) || type.ValueKind == JsonValueKind.Null)
            return MemoryType.Semantic;
        return type.ValueKind != JsonValueKind.String ? null : type.GetString() switch
        {
            "semantic" => MemoryType.Semantic,
            "episodic" => MemoryType.Episodic,
            _ => null,
        };
    }

    private static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static List<string>? Tags(JsonElement item, string name, bool strict)
    {
        if (!item.TryGetProperty(name, out var list) || list.ValueKind == JsonValueKind.Null)
            return [];
        if (list.ValueKind != JsonValueKind.Array)
            return strict ? null : [];

        var tags = new List<string>(list.GetArrayLength());
        foreach (var tag in list.EnumerateArray())
        {
            if (tag.ValueKind == JsonValueKind.String && tag.GetString()!.Length <= TagList.LongestTag)
                tags.Add(tag.GetString()!);
            else if (strict)
                return null;
        }

        return tags;
    }

    private static IEnumerable<string> Labels(JsonElement item)
    {
        if (!item.TryGetProperty("sources", out var sources))
            return [];
        return sources.ValueKind switch
        {
            JsonValueKind.String => [sources.GetString()!],
            JsonValueKind.Array => sources.EnumerateArray()
                .Where(label => label.ValueKind == JsonValueKind.String).Select(label => label.GetString()!),
            _ => [],
        };
    }
}
