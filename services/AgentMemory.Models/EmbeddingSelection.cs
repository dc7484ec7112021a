namespace AgentMemory.Models;

/// <summary>
/// Which model the variables select (spec 9.3). The provider is chosen by the model's prefix, and each provider gets its
/// own key and address only (T41).
/// </summary>
/// <param name="Options"><see langword="null"/> when embedding is off.</param>
/// <param name="Problem">What is wrong with the variables and how to put it right.</param>
public sealed record EmbeddingSelection(EmbeddingOptions? Options, string? Problem)
{
    public const string DefaultModel = "text-embedding-3-small";

    private static readonly Uri OpenAI = new("https://api.openai.com/v1");

    private static readonly string[] OtherProviders =
        ["azure", "bedrock", "cohere", "gemini", "huggingface", "mistral", "vertex_ai"];

    public static EmbeddingSelection From(EmbeddingVariables variables)
    {
        var name = string.IsNullOrWhiteSpace(variables.Model) ? DefaultModel : variables.Model.Trim();
        var (provider, model) = Split(name);

        if (provider == "anthropic" || model.StartsWith("claude", StringComparison.OrdinalIgnoreCase))
        {
            return Refuse($"EMBEDDING_MODEL={name}: Anthropic has no embedding models; "
                + $"use {DefaultModel} or ollama/nomic-embed-text");
        }
        if (OtherProviders.Contains(provider))
        {
            return Refuse($"EMBEDDING_MODEL={name}: {provider} is not available in this version; "
                + "use a model of OpenAI, ollama/…, or any endpoint that speaks the OpenAI protocol by OPENAI_API_BASE");
        }
        return provider switch
        {
            "ollama" => Ollama(model, variables),
            "openai" => OpenAICompatible(model, variables),
            // Other slashes belong to the model's name, such as BAAI/bge-m3 on a local server.
            _ => OpenAICompatible(name, variables),
        };
    }

    /// <summary>What a model that <c>EMBEDDING_MODEL</c> names is called here, which is how vectors know it.</summary>
    /// <param name="name">As the variable's value; blank is none.</param>
    public static string? NameOf(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
            return null;
        var (provider, model) = Split(name.Trim());
        return provider is "ollama" or "openai" ? model : name.Trim();
    }

    private static (string Provider, string Model) Split(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? ("", name) : (name[..slash].ToLowerInvariant(), name[(slash + 1)..]);
    }

    private static EmbeddingSelection Ollama(string model, EmbeddingVariables variables)
    {
        if (string.IsNullOrWhiteSpace(variables.OllamaBase))
            return Refuse($"EMBEDDING_MODEL=ollama/{model} needs OLLAMA_API_BASE, such as http://localhost:11434");
        if (!TryParseAddress(variables.OllamaBase, out var address))
            return RefuseAddress("OLLAMA_API_BASE", variables.OllamaBase);
        var endpoint = address.AbsolutePath.EndsWith("/v1", StringComparison.Ordinal)
            ? address
            : new Uri(address.AbsoluteUri.TrimEnd('/') + "/v1");
        return Select(model, endpoint, key: null, variables);
    }

    private static EmbeddingSelection OpenAICompatible(string model, EmbeddingVariables variables)
    {
        var key = string.IsNullOrWhiteSpace(variables.OpenAIKey) ? null : variables.OpenAIKey.Trim();
        if (string.IsNullOrWhiteSpace(variables.OpenAIBase))
            return key is null ? new(null, null) : Select(model, OpenAI, key, variables);
        return TryParseAddress(variables.OpenAIBase, out var address)
            ? Select(model, address, key, variables)
            : RefuseAddress("OPENAI_API_BASE", variables.OpenAIBase);
    }

    private static EmbeddingSelection Select(string model, Uri endpoint, string? key, EmbeddingVariables variables)
    {
        var known = KnownEmbeddingModels.Find(model);
        return new(
            new()
            {
                Model = model,
                Endpoint = endpoint,
                ApiKey = key,
                Dimensions = known?.Dimensions ?? variables.Dimensions,
                MaximumTokens = known?.MaximumTokens ?? KnownEmbeddingModels.MaximumTokensOfUnknown,
            },
            null);
    }

    private static bool TryParseAddress(string text, out Uri address) =>
        Uri.TryCreate(text.Trim().TrimEnd('/'), UriKind.Absolute, out address!) && address.Scheme is "http" or "https";

    private static EmbeddingSelection Refuse(string problem) => new(null, problem);

    private static EmbeddingSelection RefuseAddress(string variable, string value) =>
        Refuse($"{variable} is \"{value}\": use an address such as http://localhost:11434");
}
