using System.Text.Json.Serialization;

namespace AgentMemory.Extraction.Tagging;

/// <summary>What the model is given, and what it answers.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(TaggingItem[]))]
[JsonSerializable(typeof(TaggingAnswer))]
internal sealed partial class TaggingJson : JsonSerializerContext;

internal sealed record TaggingItem(int Index, string Text);

internal sealed record TaggingAnswer(IReadOnlyList<TaggedItem> Items);

internal sealed record TaggedItem(int Index, IReadOnlyList<string> Topics, IReadOnlyList<string> Entities);
