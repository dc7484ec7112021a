namespace AgentMemory.Models;

/// <summary>The operator's variables that select language models, as they were written.</summary>
public sealed record ChatVariables
{
    /// <summary><c>GENERATION_MODEL</c></summary>
    public string? Generation { get; init; }

    /// <summary><c>FAST_MODEL</c></summary>
    public string? Fast { get; init; }

    /// <summary><c>OPENAI_API_KEY</c></summary>
    public string? OpenAIKey { get; init; }

    /// <summary><c>OPENAI_API_BASE</c></summary>
    public string? OpenAIBase { get; init; }

    /// <summary><c>ANTHROPIC_API_KEY</c></summary>
    public string? AnthropicKey { get; init; }

    /// <summary><c>ANTHROPIC_API_BASE</c></summary>
    public string? AnthropicBase { get; init; }

    /// <summary><c>AZURE_API_KEY</c></summary>
    public string? AzureKey { get; init; }

    /// <summary><c>AZURE_API_BASE</c></summary>
    public string? AzureBase { get; init; }

    /// <summary><c>OLLAMA_API_BASE</c></summary>
    public string? OllamaBase { get; init; }

    /// <summary><c>MODEL_CALL_TIMEOUT_SECONDS</c></summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary><c>MODEL_CONCURRENCY</c></summary>
    public int Concurrency { get; init; } = 4;

    // A record prints its members; this one holds keys.
    public override string ToString() => $"{nameof(ChatVariables)} {{ Generation = {Generation}, Fast = {Fast} }}";

    /// <summary>The value without surrounding space; a blank one is none.</summary>
    internal static string? Given(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
