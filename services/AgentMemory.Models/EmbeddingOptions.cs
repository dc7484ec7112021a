namespace AgentMemory.Models;

/// <summary>One embedding model at one endpoint that speaks the OpenAI protocol.</summary>
public sealed record EmbeddingOptions
{
    /// <summary>As the endpoint calls it.</summary>
    public required string Model { get; init; }

    /// <summary>Such as <c>https://api.openai.com/v1</c>.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>Sent to <see cref="Endpoint"/> and nowhere else; <see langword="null"/> sends none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Every vector has this length; <see langword="null"/> when only the model knows.</summary>
    public int? Dimensions { get; init; }

    /// <summary>What the model reads of a text; the rest is cut off.</summary>
    public required int MaximumTokens { get; init; }

    /// <summary>For one call; a call that takes longer is repeated.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>For a batch with all its repetitions.</summary>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromSeconds(60);

    public int MaximumRetries { get; init; } = 3;

    /// <summary>Before the first repetition; doubles, with jitter. A <c>Retry-After</c> of the endpoint goes before it.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Calls under way at once.</summary>
    public int Concurrency { get; init; } = 4;

    // A record prints its members; this one holds a key.
    public override string ToString() => $"{Model} at {Endpoint.Authority}";
}
