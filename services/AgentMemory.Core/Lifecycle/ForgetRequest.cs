using AgentMemory.LongTermMemory;

namespace AgentMemory.Lifecycle;

/// <summary>What may be forgotten (spec 10.12). Ages are in days.</summary>
public sealed record ForgettingPolicy
{
    public double? MaxAgeDays { get; init; }
    public double? MaxInactiveDays { get; init; }

    /// <summary>How many of the records that pass the age rules are kept, best recency first; negative is none given.</summary>
    public int? Budget { get; init; }

    /// <summary>Only these types may be deleted; <see langword="null"/> is every type.</summary>
    public IReadOnlySet<MemoryType>? MemoryTypeAllowlist { get; init; }

    public double HardAgeMultiplier { get; init; } = 12.0;
}

public sealed record ForgetRequest
{
    public required ForgettingPolicy Policy { get; init; }
    public IReadOnlySet<string> PinnedIds { get; init; } = new HashSet<string>();
    public string? Namespace { get; init; }
    public string? UserId { get; init; }
    public string? SessionId { get; init; }

    /// <summary>Records examined per step; all matching records are examined whatever it is (T37).</summary>
    public int PageSize { get; init; } = 1000;

    public bool DryRun { get; init; } = true;
}

/// <param name="Deleted">In a dry run, how many would go.</param>
public sealed record ForgetReport(long Scanned, int Deleted, IReadOnlyList<string> DeletedIds, bool DryRun);
