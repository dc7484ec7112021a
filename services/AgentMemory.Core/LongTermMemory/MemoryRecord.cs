using System.Text.Json;
using AgentMemory.Tenancy;

namespace AgentMemory.LongTermMemory;

public enum MemoryType { Message, Semantic, Episodic }

/// <summary>
/// A memory that outlives its session (spec 4.4). Members are in wire order. Times are UTC with microsecond precision.
/// </summary>
public record MemoryRecord
{
    /// <summary>Unique within its owner. The caller's, or a ULID.</summary>
    public required string Id { get; init; }

    public required string Text { get; init; }

    public string? SessionId { get; init; }
    public string? UserId { get; init; }
    public string? Namespace { get; init; }
    public required DateTimeOffset LastAccessed { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Never deleted by forgetting, never consumed by compaction.</summary>
    public bool Pinned { get; init; }

    public int AccessCount { get; init; }

    /// <summary><see langword="null"/> and empty are the same when stored; no element contains a comma.</summary>
    public IReadOnlyList<string>? Topics { get; init; }

    public IReadOnlyList<string>? Entities { get; init; }

    /// <summary>See <see cref="LongTermMemory.MemoryHash"/>.</summary>
    public string? MemoryHash { get; init; }

    /// <summary><c>t</c> or <c>f</c> on the wire.</summary>
    public bool DiscreteMemoryExtracted { get; init; }

    public MemoryType MemoryType { get; init; }

    /// <summary>When it became long-term. Owned by the server.</summary>
    public DateTimeOffset? PersistedAt { get; init; }

    /// <summary>Ids of the messages or memories it was made from.</summary>
    public IReadOnlyList<string>? ExtractedFrom { get; init; }

    /// <summary>When what an episodic memory tells of happened.</summary>
    public DateTimeOffset? EventDate { get; init; }

    public string ExtractionStrategy { get; init; } = "discrete";
    public JsonElement ExtractionStrategyConfig { get; init; } = Json.EmptyObject;

    /// <summary>A free JSON object.</summary>
    public JsonElement Metadata { get; init; } = Json.EmptyObject;

    /// <summary>See <see cref="Extraction.ExtractedMemory.Slot"/>; not a member on the wire.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string? Slot { get; init; }

    /// <summary>What was said where it was extracted from: search ranks it by that too, and no answer shows it. Not a member on the
    /// wire.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string? Context { get; init; }

    /// <summary>The ETag; not a member on the wire.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public long Version { get; init; }

    [System.Text.Json.Serialization.JsonIgnore]
    public Owner Owner => new(Namespace, UserId);

    [System.Text.Json.Serialization.JsonIgnore]
    public MemoryKey Key => new(Owner, Id);
}
