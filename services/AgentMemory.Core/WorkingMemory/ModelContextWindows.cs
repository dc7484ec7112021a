using System.Collections.Frozen;

namespace AgentMemory.WorkingMemory;

/// <summary>Context window sizes, in tokens, by model name (spec 9.4).</summary>
public static class ModelContextWindows
{
    /// <summary>The window when no model is named.</summary>
    public const int Unnamed = 16_000;

    /// <summary>The window of a model that is not in the table: that of gpt-5-mini.</summary>
    public const int Unknown = 400_000;

    private const string BedrockPrefix = "bedrock/";

    /// <summary>Bedrock appends versions to these ids and prepends a region to some.</summary>
    private static readonly string[] BedrockClaudes =
        ["anthropic.claude-sonnet-4-5", "anthropic.claude-haiku-4-5", "anthropic.claude-opus-4-5"];

    private static readonly FrozenDictionary<string, int> Windows = new (int Window, string[] Models)[]
    {
        (4_096, ["gpt-3.5-turbo"]),
        (8_191, ["text-embedding-ada-002", "text-embedding-3-small", "text-embedding-3-large"]),
        (8_192,
        [
            "gpt-4", "amazon.titan-embed-text-v2:0", "amazon.titan-embed-text-v1", "cohere.embed-english-v3",
            "cohere.embed-multilingual-v3",
        ]),
        (16_384, ["gpt-3.5-turbo-16k"]),
        (32_768, ["gpt-4-32k"]),
        (128_000,
        [
            "gpt-4.1", "gpt-4.1-mini", "gpt-4o", "gpt-4o-mini", "gpt-5", "o1-mini", "gpt-5.1-chat-latest",
            "gpt-5.2-chat-latest",
        ]),
        (200_000,
        [
            "o1", "o3-mini", "claude-3-opus-20240229", "claude-3-sonnet-20240229", "claude-3-haiku-20240307",
            "claude-3-5-sonnet-20240620", "claude-3-7-sonnet-20250219", "claude-3-5-sonnet-20241022",
            "claude-3-5-haiku-20241022", "claude-3-7-sonnet-latest", "claude-3-5-sonnet-latest",
            "claude-3-5-haiku-latest", "claude-3-opus-latest", "claude-sonnet-4-5-20250929",
            "claude-haiku-4-5-20251001", "claude-opus-4-5-20251101", "claude-sonnet-4-5", "claude-haiku-4-5",
            "claude-opus-4-5",
        ]),
        (400_000, ["gpt-5-mini", "gpt-5-nano"]),
    }.SelectMany(row => row.Models, (row, model) => KeyValuePair.Create(model, row.Window))
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Any name is accepted (T20): one that is not in the table gets <see cref="Unknown"/>.</summary>
    public static int Of(string? modelName)
    {
        if (string.IsNullOrEmpty(modelName))
            return Unnamed;
        return Find(modelName) ?? Unknown;
    }

    /// <summary><see langword="null"/> for a model that is not in the table.</summary>
    public static int? Find(string modelName)
    {
        var model = modelName.StartsWith(BedrockPrefix, StringComparison.Ordinal) ? modelName[BedrockPrefix.Length..] : modelName;
        if (Windows.TryGetValue(model, out var window))
            return window;
        return BedrockClaudes.Any(claude => model.Contains(claude, StringComparison.Ordinal)) ? Windows["claude-sonnet-4-5"] : null;
    }
}
