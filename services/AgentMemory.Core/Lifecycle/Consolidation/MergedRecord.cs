using System.Text.Json;
using System.Text.Json.Nodes;
using AgentMemory.Extraction;
using AgentMemory.LongTermMemory;

namespace AgentMemory.Lifecycle;

/// <summary>
/// The record that several become: nothing about them is lost (T33). It keeps the oldest one's id and place; where only one
/// value can stay, the newest one's does.
/// </summary>
internal static class MergedRecord
{
    private const string MergedFrom = "merged_from";
    private const string MergedBy = "merged_by";

    /// <summary>Ids in <see cref="MergedFrom"/>; the store knows all of them.</summary>
    private const int IdsListed = 100;

    /// <param name="oldestFirst">All of one owner and type, in the order in which what they say came to hold.</param>
    /// <param name="text">What it says; the newest one's text when no model wrote another.</param>
    /// <param name="model">Who wrote the text, if a model did.</param>
    public static MemoryRecord Of(
        IReadOnlyList<MemoryRecord> oldestFirst, string text, MergeReason reason, string? model, DateTimeOffset now)
    {
        var oldest = oldestFirst.OrderBy(record => record.CreatedAt).ThenBy(record => record.Id, StringComparer.Ordinal).First();
        var newest = oldestFirst[^1];

        // A value that was replaced has no part in what the record is about now.
        var telling = reason == MergeReason.Superseded ? [newest] : oldestFirst;
        var merged = oldest with
        {
            Text = text,
            LastAccessed = oldestFirst.Max(record => record.LastAccessed),
            UpdatedAt = now,
            // What is said again counts, whenever it is noticed.
            AccessCount = oldestFirst.Sum(record => record.AccessCount) + (reason == MergeReason.Duplicate ? oldestFirst.Count - 1 : 0),
            Topics = Union(telling.Select(record => record.Topics), StringComparer.OrdinalIgnoreCase),
            Entities = Union(telling.Select(record => record.Entities), StringComparer.OrdinalIgnoreCase),
            ExtractedFrom = Union(oldestFirst.Select(record => record.ExtractedFrom), StringComparer.Ordinal),
            EventDate = telling.LastOrDefault(record => record.EventDate is not null)?.EventDate,
            PersistedAt = oldestFirst.Min(record => record.PersistedAt),
            DiscreteMemoryExtracted = true,
            ExtractionStrategy = newest.ExtractionStrategy,
            ExtractionStrategyConfig = newest.ExtractionStrategyConfig,
            Context = SourceContext.Union(telling.Select(record => record.Context)),
            Metadata = Metadata(oldestFirst, oldest.Id, model ?? AuthorOf(newest), reason == MergeReason.Superseded),
        };
        return merged with { MemoryHash = MemoryHash.Compute(merged) };
    }

    /// <summary>From how many records a model has made the text.</summary>
    public static int SourcesOf(MemoryRecord record) => AuthorOf(record) is null ? 1 : 1 + MergedIds(record).Count();

    private static string[]? Union(IEnumerable<IReadOnlyList<string>?> lists, StringComparer comparer)
    {
        var union = lists.SelectMany(list => list ?? []).Distinct(comparer).ToArray();
        return union.Length == 0 ? null : union;
    }

    private static JsonElement Metadata(
        IReadOnlyList<MemoryRecord> oldestFirst, string survivorId, string? author, bool isReplacement)
    {
        var union = new JsonObject();
        foreach (var record in oldestFirst)
        {
            if (record.Metadata.ValueKind != JsonValueKind.Object)
                continue;
            foreach (var member in record.Metadata.EnumerateObject())
                union[member.Name] = JsonNode.Parse(member.Value.GetRawText());
        }

        var ids = oldestFirst.SelectMany(record => MergedIds(record).Append(record.Id))
            .Where(id => id != survivorId).Distinct(StringComparer.Ordinal).TakeLast(IdsListed);
        union[MergedFrom] = new JsonArray([.. ids.Select(id => JsonValue.Create(id))]);
        union.Remove(MergedBy);
        if (author is not null)
            union[MergedBy] = author;
        if (isReplacement)
            union[SlotValue.AsOf] = SlotValue.Write(SlotValue.HoldsSince(oldestFirst[^1]));
        using var document = JsonDocument.Parse(union.ToJsonString());
        return document.RootElement.Clone();
    }

    private static IEnumerable<string> MergedIds(MemoryRecord record) =>
        record.Metadata.ValueKind == JsonValueKind.Object
        && record.Metadata.TryGetProperty(MergedFrom, out var ids) && ids.ValueKind == JsonValueKind.Array
            ? ids.EnumerateArray().Where(id => id.ValueKind == JsonValueKind.String).Select(id => id.GetString()!)
            : [];

    private static string? AuthorOf(MemoryRecord record) =>
        record.Metadata.ValueKind == JsonValueKind.Object
        && record.Metadata.TryGetProperty(MergedBy, out var author) && author.ValueKind == JsonValueKind.String
            ? author.GetString()
            : null;
}
