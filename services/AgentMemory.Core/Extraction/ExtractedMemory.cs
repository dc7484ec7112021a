using System.Text.Json;
using AgentMemory.LongTermMemory;

namespace AgentMemory.Extraction;

/// <summary>A memory a strategy found, before it is checked and becomes a record.</summary>
public sealed record ExtractedMemory
{
    public required string Text { get; init; }
    public MemoryType Type { get; init; } = MemoryType.Semantic;
    public IReadOnlyList<string> Topics { get; init; } = [];
    public IReadOnlyList<string> Entities { get; init; } = [];
    public DateTimeOffset? EventDate { get; init; }

    /// <summary>Ids of the messages it rests on, all among those of the request.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>What a source says of it, word for word. Without one the memory is refused, unless
    /// <see cref="IsAbstract"/>.</summary>
    public string? Quote { get; init; }

    /// <summary>Speaks of its sources as a whole, such as a summary, and quotes nothing.</summary>
    public bool IsAbstract { get; init; }

    /// <summary>
    /// Names an attribute that has one value at a time, such as <c>home</c> or <c>name</c>: a newer memory of the same
    /// owner and slot replaces the older one, which stays recoverable.
    /// </summary>
    public string? Slot { get; init; }

    /// <summary>The id to store it under, replacing what is there; <see langword="null"/> for a new one.</summary>
    public string? Id { get; init; }

    /// <summary>What the record is labelled with; <see langword="null"/> for the strategy's name.</summary>
    public string? Strategy { get; init; }

    /// <summary>Members added to the record's metadata.</summary>
    public IReadOnlyDictionary<string, JsonElement> Metadata { get; init; } = new Dictionary<string, JsonElement>();
}
