namespace AgentMemory.Models;

/// <summary>One language model at one endpoint.</summary>
public sealed record ChatModelOptions
{
    /// <summary>As the endpoint calls it.</summary>
    public required string Model { get; init; }

    public required ChatProvider Provider { get; init; }

    /// <summary>Such as <c>https://api.openai.com/v1</c>; Anthropic's is without the <c>/v1</c>.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>Sent to <see cref="Endpoint"/> and nowhere else; <see langword="null"/> sends none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Tokens the model reads and writes together.</summary>
    public required int ContextWindow { get; init; }

    /// <summary>The variable that names the model, for messages.</summary>
    public string Variable { get; init; } = "GENERATION_MODEL";

    /// <summary>For one call; a call that takes longer is repeated.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(120);

    public int MaximumRetries { get; init; } = 2;

    /// <summary>Before the first repetition; doubles, with jitter. A <c>Retry-After</c> of the endpoint goes before it.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Calls under way at once.</summary>
    public int Concurrency { get; init; } = 4;

    /// <summary>Failed calls in a row, about, after which the endpoint is left alone for a while.</summary>
    public int FailuresBeforeBreak { get; init; } = 6;

    /// <summary>How long it is left alone at first; doubles while it keeps failing, up to eight times as long.</summary>
    public TimeSpan Break { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The variable that holds the key, for messages; <see langword="null"/> when the provider has none.</summary>
    public string? KeyVariable => Provider switch
    {
        ChatProvider.Anthropic => "ANTHROPIC_API_KEY",
        ChatProvider.Azure => "AZURE_API_KEY",
        ChatProvider.Ollama => null,
        _ => "OPENAI_API_KEY",
    };

    // A record prints its members; this one holds a key.
    public override string ToString() => $"{Model} at {Endpoint.Authority}";
}
