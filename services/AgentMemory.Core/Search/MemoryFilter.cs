using System.Collections.Immutable;

namespace AgentMemory.Search;

/// <summary>Conditions on records, all of which must hold (spec 5). An absent part does not restrict.</summary>
public sealed record MemoryFilter
{
    public static MemoryFilter None { get; } = new();

    /// <summary>The same, in this namespace and of this user where it has no condition on them; <see langword="null"/> adds none.</summary>
    public MemoryFilter WithDefaults(string? @namespace, string? userId) => @namespace is null && userId is null
        ? this
        : this with
        {
            Namespace = Namespace ?? TagFilter.EqualIfNamed(@namespace),
            UserId = UserId ?? TagFilter.EqualIfNamed(userId),
        };

    public TagFilter? SessionId { get; init; }
    public TagFilter? Namespace { get; init; }
    public TagFilter? UserId { get; init; }
    public TagFilter? Topics { get; init; }
    public TagFilter? Entities { get; init; }
    public TagFilter? ExtractionStrategy { get; init; }

    /// <summary>Values are the wire names of <see cref="LongTermMemory.MemoryType"/>.</summary>
    public TagFilter? MemoryType { get; init; }

    public TimeFilter? CreatedAt { get; init; }
    public TimeFilter? LastAccessed { get; init; }
    public TimeFilter? EventDate { get; init; }

    /// <summary>Phrases the text must contain, each of them.</summary>
    public IReadOnlyList<string> Phrases { get; init; } = [];

    /// <summary>Only records extraction has, or has not, seen. Not reachable from the wire.</summary>
    public bool? DiscreteMemoryExtracted { get; init; }

    /// <summary>Only records deduplication has, or has not, looked at since their text changed. Not reachable from the wire.</summary>
    public bool? Consolidated { get; init; }

    /// <summary>Only records of this attribute (<see cref="Extraction.ExtractedMemory.Slot"/>). Not reachable from the wire.</summary>
    public string? Slot { get; init; }
}

/// <summary>
/// A condition on a value or a list of values; all given parts must hold. The empty string stands for "no value": it
/// matches a null scalar or an empty list, and nothing else (T2). Comparison is exact and case-sensitive (T7).
/// </summary>
public sealed record TagFilter
{
    /// <summary>Every one must be present (<c>eq</c>, <c>all</c>).</summary>
    public ImmutableArray<string> AllOf { get; init; } = [];

    /// <summary>At least one must be present (<c>any</c>, <c>in_</c>); empty for no such condition.</summary>
    public ImmutableArray<string> AnyOf { get; init; } = [];

    /// <summary>None may be present (<c>ne</c>, <c>not_eq</c>, <c>not_in</c>, <c>none</c>).</summary>
    public ImmutableArray<string> NoneOf { get; init; } = [];

    /// <summary>Some value must start with it (<c>startswith</c>); never empty.</summary>
    public string? Prefix { get; init; }

    public static TagFilter Equal(string? value) => new() { AllOf = [value ?? ""] };

    /// <summary>No condition when the value is absent or empty.</summary>
    public static TagFilter? EqualIfNamed(string? value) => string.IsNullOrEmpty(value) ? null : Equal(value);

    public static TagFilter NotEqual(string? value) => new() { NoneOf = [value ?? ""] };

    /// <summary>The one value this filter admits, if it names one.</summary>
    public string? OnlyValue => AllOf.Length == 1 ? AllOf[0] : AllOf.IsEmpty && AnyOf.Length == 1 ? AnyOf[0] : null;

    public bool Matches(string? value)
    {
        var actual = value ?? "";
        return AllOf.All(actual.Equals)
            && (AnyOf.IsEmpty || AnyOf.Contains(actual))
            && !NoneOf.Contains(actual)
            && (Prefix is null || actual.StartsWith(Prefix, StringComparison.Ordinal));
    }
}

/// <summary>A condition on a time, as ranges: inside each of <see cref="Within"/>, outside each of <see cref="Without"/>.
/// A record without the time is inside no range.</summary>
public sealed record TimeFilter
{
    public ImmutableArray<TimeRange> Within { get; init; } = [];
    public ImmutableArray<TimeRange> Without { get; init; } = [];
}

/// <summary>Both ends included, in microseconds since 1970-01-01 UTC: the precision of stored times, so any bound,
/// open or closed, has an exact range.</summary>
public readonly record struct TimeRange(long From, long To)
{
    public static TimeRange AtLeast(long from) => new(from, long.MaxValue);

    public static TimeRange AtMost(long to) => new(long.MinValue, to);
}
