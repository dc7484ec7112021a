using AgentMemory.SummaryViews;
using AgentMemory.Tenancy;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.SummaryViews;

/// <summary>The hash of a view. A scope's namespaces and users are JSON lists; without one it is everything.</summary>
internal static class SummaryViewFields
{
    public static IEnumerable<HashEntry> Write(StoredSummaryView view)
    {
        yield return new("definition", StoredJson.Write(view.View));
        yield return new("filter", StoredJson.Write(view.Filter));
        if (view.Scope.Namespaces is { } namespaces)
            yield return new("namespaces", WriteNames(namespaces));
        if (view.Scope.Users is { } users)
            yield return new("users", WriteNames(users));
    }

    public static StoredSummaryView Read(Dictionary<RedisValue, RedisValue> fields) => new(
        StoredJson.ReadView((string)fields["definition"]!), StoredJson.ReadFilter((string)fields["filter"]!),
        AccessScope.Bound(ReadNames(fields.GetValueOrDefault("namespaces")), ReadNames(fields.GetValueOrDefault("users"))));

    private static string WriteNames(IReadOnlySet<string> names) => StoredJson.Write([.. names.Order(StringComparer.Ordinal)]);

    private static IReadOnlyList<string>? ReadNames(RedisValue json) => json.IsNull ? null : StoredJson.ReadStrings((string)json!);
}
