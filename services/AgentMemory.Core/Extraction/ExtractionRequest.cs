using System.Text.Json;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Extraction;

/// <summary>Messages to extract, with what is needed to understand them.</summary>
public sealed record ExtractionRequest
{
    public required SessionKey Session { get; init; }

    /// <summary>The strategy's options.</summary>
    public JsonElement Config { get; init; } = Json.EmptyObject;

    /// <summary>The running summary of messages that left the session.</summary>
    public string? Summary { get; init; }

    /// <summary>Messages before <see cref="Messages"/>, extracted already: context only. Oldest first.</summary>
    public IReadOnlyList<MemoryMessage> Earlier { get; init; } = [];

    /// <summary>What is to be extracted, oldest first; recalled and system text is not among it.</summary>
    public required IReadOnlyList<MemoryMessage> Messages { get; init; }

    public required DateTimeOffset Now { get; init; }
}

/// <param name="Memories">Candidates, not yet checked.</param>
/// <param name="Model">The model that made them; <see langword="null"/> when none did.</param>
/// <param name="Dropped">Items of the model's answer that could not be read as memories.</param>
public sealed record ExtractionResult(IReadOnlyList<ExtractedMemory> Memories, string? Model = null, int Dropped = 0);
