using System.Collections.Immutable;
using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Tenancy;
using FsCheck;
using FsCheck.Fluent;

namespace AgentMemory.Storage.Conformance.Search;

/// <summary>Random records and filters over the same few values, so that every operator has something to decide.</summary>
internal static class FilterGenerators
{
    private static readonly string[] Namespaces = ["", "app", "App", "app:x", "a|b"];
    private static readonly string[] Users = ["", "ann", "Ann", "ann*", "o'neil", "żółw"];
    private static readonly string[] Sessions = ["", "s1", "s10", "s 1", "S1"];
    private static readonly string[] Tags = ["", "work", "Work", "work life", "a|b", "c*", "%", "_", "\"q\"", "it's", "日本", "{x}", "\\"];
    private static readonly string[] Strategies = ["discrete", "summary", "message", "x-custom"];
    private static readonly string[] Types = ["message", "semantic", "episodic"];

    private static readonly DateTimeOffset[] Times =
        [.. Enumerable.Range(0, 6).Select(i => Samples.Then.AddMicroseconds(i / 2).AddSeconds(i % 2))];

    private static readonly Gen<long> Bounds = Gen.Elements(Times).Select(time => time.ToMicroseconds());

    private static readonly Gen<TimeRange> Ranges = Gen.OneOf(
        Bounds.Select(TimeRange.AtLeast), Bounds.Select(TimeRange.AtMost),
        from one in Bounds from other in Bounds select new TimeRange(one, other));

    private static readonly Gen<TimeFilter?> TimeFilters = Seldom(
        from within in UpTo(2, Ranges)
        from without in UpTo(2, Ranges)
        select new TimeFilter { Within = within, Without = without });

    public static Gen<MemoryRecord> Records(string id) =>
        from @namespace in Gen.Elements(Namespaces)
        from userId in Gen.Elements(Users)
        from sessionId in Gen.Elements(Sessions)
        from topics in UpTo(3, Gen.Elements(Tags.Skip(1)))
        from entities in UpTo(3, Gen.Elements(Tags.Skip(1)))
        from strategy in Gen.Elements(Strategies)
        from type in Gen.Elements(Enum.GetValues<MemoryType>())
        from times in Gen.Elements(Times).Three()
        from hasEvent in Gen.Elements(true, false)
        from extracted in Gen.Elements(true, false)
        from words in Gen.ListOf(Gen.Elements(TextReference.StableWords), 6)
        select new MemoryRecord
        {
            Id = id,
            Text = string.Join(' ', words),
            Namespace = NullWhenEmpty(@namespace),
            UserId = NullWhenEmpty(userId),
            SessionId = NullWhenEmpty(sessionId),
            Topics = [.. topics.Distinct()],
            Entities = [.. entities.Distinct()],
            ExtractionStrategy = strategy,
            MemoryType = type,
            CreatedAt = times.Item1,
            UpdatedAt = times.Item1,
            LastAccessed = times.Item2,
            EventDate = hasEvent ? times.Item3 : null,
            DiscreteMemoryExtracted = extracted,
        };

    public static readonly Gen<MemoryFilter> Filters =
        from @namespace in TagFilters(Namespaces)
        from userId in TagFilters(Users)
        from sessionId in TagFilters(Sessions)
        from topics in TagFilters(Tags)
        from entities in TagFilters(Tags)
        from strategy in TagFilters(Strategies)
        from type in TagFilters(Types)
        from createdAt in TimeFilters
        from lastAccessed in TimeFilters
        from eventDate in TimeFilters
        from phrases in UpTo(2, Gen.ListOf(Gen.Elements(TextReference.StableWords), 2).Select(words => string.Join(' ', words)))
        from hasPhrases in Gen.Elements(true, false, false, false, false)
        from extracted in Gen.Elements(null, null, null, null, true, (bool?)false)
        select new MemoryFilter
        {
            Namespace = @namespace,
            UserId = userId,
            SessionId = sessionId,
            Topics = topics,
            Entities = entities,
            ExtractionStrategy = strategy,
            MemoryType = type,
            CreatedAt = createdAt,
            LastAccessed = lastAccessed,
            EventDate = eventDate,
            Phrases = hasPhrases ? phrases : [],
            DiscreteMemoryExtracted = extracted,
        };

    public static readonly Gen<AccessScope> Scopes =
        from namespaces in Bindings(Namespaces)
        from users in Bindings(Users)
        select AccessScope.Bound(namespaces, users);

    private static Gen<TagFilter?> TagFilters(string[] values)
    {
        var some = Gen.Elements([.. values, "absent"]);
        return Seldom(Gen.OneOf(
            UpTo(2, some).Select(all => new TagFilter { AllOf = all }),
            UpTo(3, some).Select(any => new TagFilter { AnyOf = any }),
            UpTo(3, some).Select(none => new TagFilter { NoneOf = none }),
            some.Where(value => value.Length > 0).Select(value => new TagFilter { Prefix = value[..1] }),
            some.Where(value => value.Length > 0).Select(value => new TagFilter { Prefix = value }),
            from any in UpTo(3, some)
            from none in UpTo(1, some)
            from all in UpTo(1, some)
            select new TagFilter { AllOf = all, AnyOf = any, NoneOf = none }));
    }

    private static Gen<string[]?> Bindings(string[] values) =>
        Gen.Frequency((2, Gen.Constant<string[]?>(null)), (3, Gen.SubListOf(values).Select(some => (string[]?)[.. some])));

    /// <summary>Absent four times out of five: a filter on everything at once admits nothing.</summary>
    private static Gen<T?> Seldom<T>(Gen<T> value)
        where T : class =>
        Gen.Frequency((4, Gen.Constant<T?>(null)), (1, value.Select(some => (T?)some)));

    private static Gen<ImmutableArray<T>> UpTo<T>(int count, Gen<T> item) =>
        Gen.Choose(0, count).SelectMany(n => Gen.ListOf(item, n)).Select(items => items.ToImmutableArray());

    private static string? NullWhenEmpty(string value) => value.Length == 0 ? null : value;
}
