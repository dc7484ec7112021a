using System.Globalization;
using AgentMemory.Search;
using AgentMemory.Search.Analysis;
using AgentMemory.Storage.Redis.LongTermMemory;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Redis.Search;

/// <summary>
/// Turns a scope and a filter into a query of the index. The only place that does: no query about a caller's records is built
/// without it. Of the caller's text there are only tags in it (<see cref="IndexTag"/>), analysed terms and numbers.
/// </summary>
internal sealed class FilterQuery
{
    public const string Everything = "*";

    private readonly List<string> _conditions = [];
    private bool _isNothing;

    private FilterQuery()
    {
    }

    /// <returns>Conditions, all of which must hold, <c>*</c> when there are none; <see langword="null"/> when nothing can pass.</returns>
    public static string? Build(AccessScope scope, MemoryFilter filter, PrefixTags prefixes)
    {
        var query = new FilterQuery();
        query.Owner(scope, filter, prefixes);
        query.Rest(filter, prefixes);
        return query.Text;
    }

    /// <summary>As <see cref="Build"/>, of what scope and filter demand of the owner alone.</summary>
    public static string? BuildOwners(AccessScope scope, MemoryFilter filter, PrefixTags prefixes)
    {
        var query = new FilterQuery();
        query.Owner(scope, filter, prefixes);
        return query.Text;
    }

    /// <summary>Both conditions.</summary>
    public static string And(string one, string other) => one == Everything ? other : other == Everything ? one : one + " " + other;

    /// <summary>The record is one of an owner's.</summary>
    public static string OfOwner(Owner owner) =>
        $"@{MemoryFields.NamespaceTag}:{{{IndexTag.Of(owner.Namespace)}}} @{MemoryFields.UserTag}:{{{IndexTag.Of(owner.UserId)}}}";

    private string? Text => _isNothing ? null : _conditions.Count == 0 ? Everything : string.Join(' ', _conditions);

    private void Owner(AccessScope scope, MemoryFilter filter, PrefixTags prefixes)
    {
        if (scope.Namespaces is { } namespaces)
            Any(MemoryFields.NamespaceTag, namespaces.Select(IndexTag.Of).Order(StringComparer.Ordinal));
        if (scope.Users is { } users)
            Any(MemoryFields.UserTag, users.Select(IndexTag.Of).Order(StringComparer.Ordinal));
        Tags(FilteredField.Owner, filter, prefixes);
    }

    private void Rest(MemoryFilter filter, PrefixTags prefixes)
    {
        Tags(FilteredField.Others, filter, prefixes);
        Time("created_at", filter.CreatedAt);
        Time("last_accessed", filter.LastAccessed);
        Time("event_date", filter.EventDate);
        foreach (var phrase in filter.Phrases)
            Phrase(phrase);
        if (filter.DiscreteMemoryExtracted is { } extracted)
            Any("extracted", [extracted ? "1" : "0"]);
        if (filter.Consolidated is { } consolidated)
            Any(MemoryFields.Consolidated, [consolidated ? "1" : "0"]);
        if (filter.Slot is { } slot)
            Any(MemoryFields.SlotTag, [IndexTag.Of(slot)]);
    }

    private void Tags(IReadOnlyList<FilteredField> fields, MemoryFilter filter, PrefixTags prefixes)
    {
        foreach (var field in fields)
        {
            if (field.Of(filter) is not { } tags)
                continue;
            foreach (var value in tags.AllOf)
                Any(field.Tags, [field.TagOf(value)]);
            if (!tags.AnyOf.IsEmpty)
                Any(field.Tags, tags.AnyOf.Select(field.TagOf));
            if (!tags.NoneOf.IsEmpty)
                _conditions.Add("-" + Condition(field.Tags, tags.NoneOf.Select(field.TagOf)));
            if (tags.Prefix is { } prefix)
                Any(field.Tags, prefixes.Of(field, prefix));
        }
    }

    private void Time(string field, TimeFilter? filter)
    {
        if (filter is null)
            return;
        foreach (var range in filter.Within)
        {
            _isNothing |= range.From > range.To;
            _conditions.Add(Condition(field, range));
        }

        foreach (var range in filter.Without.Where(range => range.From <= range.To))
            _conditions.Add("-" + Condition(field, range));
    }

    private void Phrase(string phrase)
    {
        var terms = TextAnalyzer.Terms(phrase);
        _isNothing |= terms.Count == 0;
        if (terms.Count > 0)
            _conditions.Add($"@{MemoryFields.Terms}:({IndexedTerms.QueryPhrase(terms)})");
    }

    private void Any(string field, IEnumerable<string> tags)
    {
        var condition = Condition(field, tags);
        _isNothing |= condition.Length == 0;
        _conditions.Add(condition);
    }

    private static string Condition(string field, IEnumerable<string> tags) =>
        string.Join('|', tags) is { Length: > 0 } any ? $"@{field}:{{{any}}}" : "";

    private static string Condition(string field, TimeRange range) => $"@{field}:[{Bound(range.From)} {Bound(range.To)}]";

    private static string Bound(long bound) => bound switch
    {
        long.MinValue => "-inf",
        long.MaxValue => "+inf",
        _ => bound.ToString(CultureInfo.InvariantCulture),
    };
}
