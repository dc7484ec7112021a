using System.Text.Json;
using System.Text.Json.Nodes;
using AgentMemory.LongTermMemory;

namespace AgentMemory.Extraction;

/// <summary>What some messages gave: records to be written, and what was refused of a strategy's answer, counted by reason.</summary>
/// <param name="Label">What the event names as strategy.</param>
internal sealed record ExtractionBatch(
    string Label, string? Model, IReadOnlyList<MemoryRecord> Records, IReadOnlyDictionary<string, int> Refused)
{
    /// <summary>Why a message that the model refuses gave nothing; counted among <see cref="Refused"/>.</summary>
    public const string RefusedByModel = "refused_by_model";

    private static readonly Dictionary<string, int> Nothing = [];

    public static ExtractionBatch Empty(string label) => new(label, null, [], Nothing);

    public static ExtractionBatch Refusal(string label, string? model, int messages) =>
        new(label, model, [], new Dictionary<string, int> { [RefusedByModel] = messages });

    /// <summary>The event's detail (<see cref="Events.EventKinds.ExtractionCompleted"/>): counts and names, no text.</summary>
    public JsonElement Detail(int messages)
    {
        var refused = new JsonObject();
        foreach (var (reason, count) in Refused.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            refused[reason] = count;
        var detail = new JsonObject
        {
            ["strategy"] = Label,
            ["model"] = Model,
            ["messages"] = messages,
            ["memories"] = Records.Count,
            ["refused"] = refused,
        };
        return JsonDocument.Parse(detail.ToJsonString()).RootElement;
    }
}
