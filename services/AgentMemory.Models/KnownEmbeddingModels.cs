using System.Collections.Frozen;

namespace AgentMemory.Models;

/// <param name="Dimensions">Length of its vectors.</param>
/// <param name="MaximumTokens">Longest text it reads.</param>
public sealed record EmbeddingModelSize(int Dimensions, int MaximumTokens);

/// <summary>Embedding models whose sizes need no setting: the contract's (spec 9.4) and usual local ones.</summary>
public static class KnownEmbeddingModels
{
    public const int MaximumTokensOfUnknown = 8191;

    private static readonly FrozenDictionary<string, EmbeddingModelSize> Models = new Dictionary<string, EmbeddingModelSize>
    {
        ["text-embedding-ada-002"] = new(1536, 8191),
        ["text-embedding-3-small"] = new(1536, 8191),
        ["text-embedding-3-large"] = new(3072, 8191),
        ["all-minilm"] = new(384, 256),
        ["bge-m3"] = new(1024, 8192),
        ["mxbai-embed-large"] = new(1024, 512),
        ["nomic-embed-text"] = new(768, 8192),
        ["snowflake-arctic-embed"] = new(1024, 512),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <param name="model">Without the provider; a tag such as <c>:latest</c> is not part of the name.</param>
    public static EmbeddingModelSize? Find(string model)
    {
        if (Models.TryGetValue(model, out var known))
            return known;
        return model.EndsWith(":latest", StringComparison.OrdinalIgnoreCase) ? Models.GetValueOrDefault(model[..^7]) : null;
    }
}
