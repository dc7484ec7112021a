using System.Text.Json;
using AgentMemory.Search;
using AgentMemory.Tenancy;

namespace AgentMemory.SummaryViews;

/// <summary>A question that is answered per group of memories and kept up to date (spec 4.9). Members are in wire order.</summary>
public sealed record SummaryView
{
    /// <summary>A ULID.</summary>
    public required string Id { get; init; }

    public string? Name { get; init; }

    /// <summary><c>long_term</c>, the only one that is supported.</summary>
    public string Source { get; init; } = LongTerm;

    /// <summary>Some of <see cref="GroupFields"/>, distinct, in the caller's order.</summary>
    public IReadOnlyList<string> GroupBy { get; init; } = [];

    /// <summary>The filters as the caller wrote them.</summary>
    public JsonElement Filters { get; init; } = Json.EmptyObject;

    /// <summary>Only memories created in the last so many days.</summary>
    public int? TimeWindowDays { get; init; }

    /// <summary>Refreshed periodically.</summary>
    public bool Continuous { get; init; }

    public string? Prompt { get; init; }
    public string? ModelName { get; init; }

    public const string LongTerm = "long_term";

    public static IReadOnlyList<string> GroupFields { get; } = ["user_id", "namespace", "session_id", "memory_type"];

    public static IReadOnlyList<string> FilterFields { get; } = [.. GroupFields, "extraction_strategy", "topics", "event_date"];
}

/// <summary>A view as stored: with what its filters mean, and what its creator may see. It never shows more than that.</summary>
public sealed record StoredSummaryView(SummaryView View, MemoryFilter Filter, AccessScope Scope);

/// <summary>One group's summary (spec 4.9). Members are in wire order.</summary>
public sealed record SummaryPartition
{
    public required string ViewId { get; init; }

    /// <summary>One value per field of <see cref="SummaryView.GroupBy"/>.</summary>
    public required IReadOnlyDictionary<string, string> Group { get; init; }

    public string Summary { get; init; } = "";

    /// <summary>All matching memories, those the summary had no room for included.</summary>
    public required long MemoryCount { get; init; }

    public bool Empty { get; init; }
    public string? EmptyReason { get; init; }
    public required DateTimeOffset ComputedAt { get; init; }
}
