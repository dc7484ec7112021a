using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentMemory.Tests.LanguageModels;

/// <summary>What the tests ask a model for.</summary>
internal sealed record Words([property: JsonPropertyName("words")] IReadOnlyList<string> Items)
{
    public static JsonElement Schema { get; } = JsonElement.Parse("""
        {"type":"object","properties":{"words":{"type":"array","items":{"type":"string"}}},"required":["words"]}
        """);
}

[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Words))]
internal sealed partial class WordsJson : JsonSerializerContext;
