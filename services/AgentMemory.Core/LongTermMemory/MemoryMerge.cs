using AgentMemory.Tenancy;

namespace AgentMemory.LongTermMemory;

public enum MergeReason
{
    /// <summary>Same content.</summary>
    Duplicate,

    /// <summary>Same meaning.</summary>
    Similar,

    /// <summary>A newer value of an attribute that has one at a time.</summary>
    Superseded,
}

/// <summary>Several records of one owner and type that became one.</summary>
public sealed record MemoryMerge
{
    /// <summary>A ULID.</summary>
    public required string Id { get; init; }

    public required MergeReason Reason { get; init; }

    /// <summary>The survivor as it is to be after the merge, under the id of one of <see cref="Originals"/>.</summary>
    public required MemoryRecord Survivor { get; init; }

    /// <summary>All records of the merge as they were before it, the survivor's among them, with the versions that were seen.</summary>
    public required IReadOnlyList<MemoryRecord> Originals { get; init; }

    /// <summary>The model that wrote the survivor's text; <see langword="null"/> when none did.</summary>
    public string? Model { get; init; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? UndoneAt { get; init; }

    public Owner Owner => Survivor.Owner;
}
