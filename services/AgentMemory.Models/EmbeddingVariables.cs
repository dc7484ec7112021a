namespace AgentMemory.Models;

/// <summary>The operator's variables that select an embedding model, as they were written.</summary>
public sealed record EmbeddingVariables
{
    /// <summary><c>EMBEDDING_MODEL</c></summary>
    public string? Model { get; init; }

    /// <summary><c>OPENAI_API_KEY</c></summary>
    public string? OpenAIKey { get; init; }

    /// <summary><c>OPENAI_API_BASE</c></summary>
    public string? OpenAIBase { get; init; }

    /// <summary><c>OLLAMA_API_BASE</c></summary>
    public string? OllamaBase { get; init; }

    /// <summary><c>REDISVL_VECTOR_DIMENSIONS</c>: for models that are not in <see cref="KnownEmbeddingModels"/>.</summary>
    public int? Dimensions { get; init; }

    // A record prints its members; this one holds a key.
    public override string ToString() => $"{nameof(EmbeddingVariables)} {{ Model = {Model} }}";
}
