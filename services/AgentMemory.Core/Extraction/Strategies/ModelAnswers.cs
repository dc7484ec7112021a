using System.Text.Json;
using System.Text.Json.Serialization;
using AgentMemory.LanguageModels;

namespace AgentMemory.Extraction.Strategies;

/// <summary>An answer's items as the model wrote them: each is read by itself, so that one of them spoils no other.</summary>
internal sealed record MemoriesAnswer(IReadOnlyList<JsonElement> Memories);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(MemoriesAnswer))]
internal sealed partial class ModelAnswers : JsonSerializerContext
{
    /// <summary>Of the strategies whose memories quote their sources.</summary>
    public static JsonElement MemoriesSchema { get; } = Parse(
        """
        {"type":"object","additionalProperties":false,"required":["memories"],"properties":{"memories":{"type":"array","items":{
          "type":"object","additionalProperties":false,
          "required":["type","text","topics","entities","event_date","sources","quote"],
          "properties":{
            "type":{"type":"string","enum":["episodic","semantic"]},
            "text":{"type":"string"},
            "topics":{"type":"array","items":{"type":"string"}},
            "entities":{"type":"array","items":{"type":"string"}},
            "event_date":{"type":["string","null"]},
            "sources":{"type":"array","items":{"type":"string"}},
            "quote":{"type":"string"}}}}}}
        """);

    /// <summary>Of the summary strategy, which speaks of its sources as a whole.</summary>
    public static JsonElement SummarySchema { get; } = Parse(
        """
        {"type":"object","additionalProperties":false,"required":["memories"],"properties":{"memories":{"type":"array","items":{
          "type":"object","additionalProperties":false,
          "required":["type","text","topics","entities"],
          "properties":{
            "type":{"type":"string","enum":["semantic"]},
            "text":{"type":"string"},
            "topics":{"type":"array","items":{"type":"string"}},
            "entities":{"type":"array","items":{"type":"string"}}}}}}}
        """);

    public static async Task<IReadOnlyList<JsonElement>> AskAsync(
        LanguageModel model, ExtractionRequest request, string instructions, string input, JsonElement schema,
        CancellationToken cancellationToken)
    {
        var call = new ModelCall
        {
            Owner = request.Session.Owner,
            Operation = ModelOperations.Extraction,
            Instructions = instructions,
            Input = input,
        };
        return (await model.AnswerAsync(call, schema, Default.MemoriesAnswer, cancellationToken)).Value.Memories;
    }

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;
}
