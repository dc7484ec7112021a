using System.Globalization;
using System.Text.Json;

namespace AgentMemory.Mcp.Tools;

/// <summary>
/// Tools as early documents and clients call them (docs/api.md): answered, not listed. Arguments that are today's already
/// pass as they are.
/// </summary>
internal static class OlderNames
{
    private static readonly string[] Filters =
        ["session_id", "namespace", "user_id", "topics", "entities", "memory_type", "extraction_strategy"];

    /// <summary>What a tool of this name is called today.</summary>
    public static string Today(string name) => name switch
    {
        "search_memory" => "search_long_term_memory",
        "store_memory" => "create_long_term_memories",
        "get_session" => "get_working_memory",
        _ => name,
    };

    /// <summary>The arguments of a call by this name, as today's tool takes them.</summary>
    public static SentArguments Arguments(string name, SentArguments sent) => name switch
    {
        "search_memory" when sent.ToDictionary() is { } members => SentArguments.Of(Search(members)),
        "store_memory" when sent.ToDictionary() is { } members => SentArguments.Of(Store(members)),
        _ => sent,
    };

    /// <summary><c>query</c>, <c>max_results</c>, <c>min_relevance</c> and plain values as filters.</summary>
    private static Dictionary<string, JsonElement> Search(Dictionary<string, JsonElement> today)
    {
        Rename(today, "query", "text");
        Rename(today, "max_results", "limit");
        if (today.Remove("min_relevance", out var relevance) && relevance.ValueKind == JsonValueKind.Number)
            today.TryAdd("distance_threshold", JsonElement.Parse((1 - relevance.GetDouble()).ToString("R", CultureInfo.InvariantCulture)));
        foreach (var filter in Filters)
        {
            if (!today.TryGetValue(filter, out var value))
                continue;
            var json = value.GetRawText();
            if (json == "\"\"")
                today.Remove(filter);
            else if (json.StartsWith('['))
                today[filter] = JsonElement.Parse($"{{\"any\":{json}}}");
            else if (json.StartsWith('"') && !json.StartsWith("\"{", StringComparison.Ordinal))
                today[filter] = JsonElement.Parse($"{{\"eq\":{json}}}");
        }

        return today;
    }

    /// <summary>One memory, its members as arguments; its text may be called <c>content</c> or <c>memory</c>.</summary>
    private static Dictionary<string, JsonElement> Store(Dictionary<string, JsonElement> record)
    {
        if (record.ContainsKey("memories"))
            return record;
        Rename(record, "content", "text");
        Rename(record, "memory", "text");
        var members = record.Select(member => $"\"{JsonEncodedText.Encode(member.Key)}\":{member.Value.GetRawText()}");
        return new() { ["memories"] = JsonElement.Parse($"[{{{string.Join(',', members)}}}]") };
    }

    private static void Rename(Dictionary<string, JsonElement> arguments, string older, string name)
    {
        if (arguments.Remove(older, out var value))
            arguments.TryAdd(name, value);
    }
}
