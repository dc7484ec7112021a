using System.Globalization;
using System.Text;
using AgentMemory.Search;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Sqlite.Database;

/// <summary>
/// Turns a scope and a filter into conditions on the table <c>memory</c>, alias <c>m</c>. The only place that does: no
/// query over records is built without it. Values are always parameters.
/// </summary>
internal sealed class FilterSql
{
    private readonly StringBuilder _conditions = new();
    private readonly List<object?> _arguments;
    private readonly FilterUse _use;

    private FilterSql(List<object?> arguments, FilterUse use) => (_arguments, _use) = (arguments, use);

    /// <param name="arguments">The statement's arguments so far; those of the conditions are appended.</param>
    /// <returns>Conditions joined by AND, <c>1</c> when there are none.</returns>
    public static string Build(
        AccessScope scope, MemoryFilter filter, List<object?> arguments, FilterUse use = FilterUse.FindRows)
    {
        var sql = new FilterSql(arguments, use);
        sql.Owner(scope, filter);
        sql.Rest(filter);
        return sql.Text;
    }

    /// <summary>Whether nothing of the filter goes beyond namespace and user.</summary>
    public static bool ConcernsOwnerOnly(MemoryFilter filter) =>
        filter.Phrases.Count == 0
        && filter with { Namespace = null, UserId = null, Phrases = [] } == MemoryFilter.None;

    /// <summary>
    /// Conditions on the columns <c>namespace</c> and <c>user_id</c> of any table: the scope, and whichever part of the owner
    /// is named; an empty name is none.
    /// </summary>
    public static string Build(
        AccessScope scope, List<object?> arguments, string table = "", string? @namespace = null, string? userId = null)
    {
        var sql = new FilterSql(arguments, FilterUse.FindRows);
        sql.Scope(scope, table);
        if (!string.IsNullOrEmpty(@namespace))
            sql.And($"{table}namespace = {sql.Parameter(@namespace)}");
        if (!string.IsNullOrEmpty(userId))
            sql.And($"{table}user_id = {sql.Parameter(userId)}");
        return sql.Text;
    }

    /// <summary>LIMIT and OFFSET as the two arguments that follow those of the conditions.</summary>
    public static string Page(int arguments) =>
        string.Create(CultureInfo.InvariantCulture, $"LIMIT ?{arguments + 1} OFFSET ?{arguments + 2}");

    private string Text => _conditions.Length == 0 ? "1" : _conditions.ToString();

    private void Scope(AccessScope scope, string table)
    {
        if (scope.Namespaces is { } namespaces)
            And($"{table}namespace IN ({List(namespaces)})");
        if (scope.Users is { } users)
            And($"{table}user_id IN ({List(users)})");
    }

    private void Owner(AccessScope scope, MemoryFilter filter)
    {
        Scope(scope, "m.");
        Scalar("m.namespace", filter.Namespace);
        Scalar("m.user_id", filter.UserId);
    }

    private void Rest(MemoryFilter filter)
    {
        Scalar("m.session_id", filter.SessionId);
        Scalar("m.extraction_strategy", filter.ExtractionStrategy);
        Scalar("m.memory_type", filter.MemoryType);
        Tags("t", filter.Topics);
        Tags("e", filter.Entities);
        Time("m.created_at", filter.CreatedAt);
        Time("m.last_accessed", filter.LastAccessed);
        Time("m.event_date", filter.EventDate);
        foreach (var phrase in filter.Phrases)
            And($"m.row IN (SELECT rowid FROM memory_text WHERE memory_text MATCH {Parameter(FtsQuery.Phrase(phrase))})");
        if (filter.DiscreteMemoryExtracted is { } extracted)
            And($"m.extracted = {Parameter(extracted ? 1L : 0L)}");
        // Spelled out, so that the index of what is to be looked at answers.
        if (filter.Consolidated is { } consolidated)
            And(consolidated ? "m.consolidated = 1" : "m.consolidated = 0");
        if (filter.Slot is { } slot)
            And($"m.slot = {Parameter(slot)}");
    }

    private void Scalar(string column, TagFilter? filter)
    {
        if (filter is null)
            return;
        foreach (var value in filter.AllOf)
            And($"{column} = {Parameter(value)}");
        if (!filter.AnyOf.IsEmpty)
            And($"{column} IN ({List(filter.AnyOf)})");
        if (!filter.NoneOf.IsEmpty)
            And($"{column} NOT IN ({List(filter.NoneOf)})");
        if (filter.Prefix is { } prefix)
            And($"{column} >= {Parameter(prefix)} AND {column} < {Parameter(prefix + LastCharacter)}");
    }

    private void Tags(string kind, TagFilter? filter)
    {
        if (filter is null)
            return;
        foreach (var value in filter.AllOf)
            And(HasTag(kind, [value]));
        if (!filter.AnyOf.IsEmpty)
            And(HasTag(kind, filter.AnyOf));
        if (!filter.NoneOf.IsEmpty)
            And("NOT " + HasTag(kind, filter.NoneOf));
        if (filter.Prefix is { } prefix)
        {
            And(Tagged(kind, $"value >= {Parameter(prefix)} AND value < {Parameter(prefix + LastCharacter)}"));
        }
    }

    /// <summary>Has any of the values; the empty string stands for having none at all.</summary>
    private string HasTag(string kind, IReadOnlyCollection<string> values)
    {
        var named = values.Where(value => value.Length > 0).ToArray();
        var parts = new List<string>(2);
        if (named.Length > 0)
            parts.Add(Tagged(kind, $"value IN ({List(named)})"));
        if (named.Length < values.Count)
            parts.Add($"NOT EXISTS (SELECT 1 FROM memory_tag WHERE memory = m.row AND kind = '{kind}')");
        return "(" + string.Join(" OR ", parts) + ")";
    }

    private string Tagged(string kind, string condition) => _use == FilterUse.FindRows
        ? $"m.row IN (SELECT memory FROM memory_tag WHERE kind = '{kind}' AND {condition})"
        : $"EXISTS (SELECT 1 FROM memory_tag WHERE memory = m.row AND kind = '{kind}' AND {condition})";

    private void Time(string column, TimeFilter? filter)
    {
        if (filter is null)
            return;
        foreach (var range in filter.Within)
            And($"{column} BETWEEN {Parameter(range.From)} AND {Parameter(range.To)}");
        foreach (var range in filter.Without)
            And($"({column} IS NULL OR {column} NOT BETWEEN {Parameter(range.From)} AND {Parameter(range.To)})");
    }

    private void And(string condition) => _conditions.Append(_conditions.Length == 0 ? "" : " AND ").Append(condition);

    private string List(IEnumerable<string> values) => string.Join(", ", values.Select(value => Parameter(value)));

    private string Parameter(object value)
    {
        _arguments.Add(value);
        return "?" + _arguments.Count.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Sorts after every character that occurs, so that a prefix is a range an index can answer.</summary>
    private const string LastCharacter = "\U0010FFFF";
}

internal enum FilterUse
{
    /// <summary>The filter leads to the rows: write it so that an index can answer.</summary>
    FindRows,

    /// <summary>The rows come from elsewhere, few: write it so that checking one costs little.</summary>
    CheckRows,
}
