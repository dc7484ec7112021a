namespace AgentMemory.Maintenance.Reference;

/// <summary>What became of everything in the reference's database. Members are as <c>--format json</c> prints them.</summary>
public sealed record ReferenceMigrationReport
{
    /// <summary>Nothing was written: the counts say what would be.</summary>
    public required bool DryRun { get; init; }

    /// <summary>Keys looked at.</summary>
    public required long Keys { get; init; }

    public required ItemReport Sessions { get; init; }
    public required ItemReport Memories { get; init; }
    public required ItemReport SummaryViews { get; init; }
    public required ItemReport Summaries { get; init; }
    public required VectorReport Vectors { get; init; }

    /// <summary>Messages, of what was migrated, that extraction has not seen: a worker sees to them.</summary>
    public required long MessagesToExtract { get; init; }

    public required TokenReport Tokens { get; init; }

    /// <summary>What was not taken over, by what it is.</summary>
    public required IReadOnlyDictionary<string, long> LeftBehind { get; init; }

    /// <summary>Items that are there and could not be taken over.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public long Unreadable => Sessions.Unreadable + Memories.Unreadable + SummaryViews.Unreadable + Summaries.Unreadable;
}

/// <summary>One kind of things.</summary>
public sealed record ItemReport
{
    /// <summary>All there are; the following add up to it.</summary>
    public required long Found { get; init; }

    public required long Migrated { get; init; }

    /// <summary>In this store before, with the same content.</summary>
    public required long AlreadyThere { get; init; }

    /// <summary>In this store under the same name, with other content, and left as it is here.</summary>
    public required long Different { get; init; }

    /// <summary>Left out on purpose, by the reason.</summary>
    public required IReadOnlyDictionary<string, long> Skipped { get; init; }

    public required long Unreadable { get; init; }

    /// <summary>The first of those that could not be read.</summary>
    public required IReadOnlyList<UnreadableKey> UnreadableKeys { get; init; }

    /// <summary>Migrated items in which something had to be put right, by what it was.</summary>
    public required IReadOnlyDictionary<string, long> Repaired { get; init; }
}

public sealed record UnreadableKey(string Key, string Reason);

/// <param name="Model">What the operator says they are of; <see langword="null"/> when nothing was said, and none is carried.</param>
/// <param name="Unusable">Of a size that is not the model's, zero or not finite.</param>
public sealed record VectorReport(string? Model, long Migrated, long Missing, long Unusable);

/// <summary>Tokens cannot be taken over: the reference keeps another digest of their secrets than we do.</summary>
/// <param name="List">The first of them.</param>
public sealed record TokenReport(long Found, IReadOnlyList<ReferenceTokenSummary> List);

public sealed record ReferenceTokenSummary(string Description, DateTimeOffset? CreatedAt, DateTimeOffset? ExpiresAt, bool IsExpired);
