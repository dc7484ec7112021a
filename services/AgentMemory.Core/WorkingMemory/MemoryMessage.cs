using System.Text.Json;

namespace AgentMemory.WorkingMemory;

/// <summary>One turn of a session (spec 4.2).</summary>
public sealed record MemoryMessage
{
    public required string Role { get; init; }

    public required string Content { get; init; }

    /// <summary>Unique within its session. The caller's, or a ULID.</summary>
    public required string Id { get; init; }

    /// <summary>UTC, microsecond precision.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The caller's JSON object, of which <c>source</c> is understood (<see cref="MessageSource"/>);
    /// <see langword="null"/> when none was sent.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>When it was indexed as a long-term record. Owned by the server.</summary>
    public DateTimeOffset? PersistedAt { get; init; }

    /// <summary>Whether extraction has seen it. Owned by the server; <c>t</c> or <c>f</c> on the wire.</summary>
    public bool DiscreteMemoryExtracted { get; init; }
}
