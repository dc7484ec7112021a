using AgentMemory.Storage.Redis.Database;
using AgentMemory.Usage;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Usage;

/// <summary>
/// A hash of sums: four fields for each model and operation, <c>&lt;model&gt;:&lt;operation&gt;:calls|input|output|failures</c>.
/// </summary>
internal static class UsageFields
{
    /// <summary>Fields of one sum.</summary>
    public const int PerSum = 4;

    /// <summary>What is added to which field.</summary>
    public static IEnumerable<(RedisValue Field, long Value)> Write(UsageEntry entry)
    {
        var part = Keys.Escape(entry.Model) + ":" + Keys.Escape(entry.Operation);
        yield return (part + ":calls", entry.Calls);
        yield return (part + ":input", entry.InputTokens);
        yield return (part + ":output", entry.OutputTokens);
        yield return (part + ":failures", entry.Failures);
    }

    /// <summary>Of all models and operations, in and out.</summary>
    public static long Tokens(HashEntry[] fields) => fields
        .Where(field => ((string)field.Name!).EndsWith(":input", StringComparison.Ordinal)
            || ((string)field.Name!).EndsWith(":output", StringComparison.Ordinal))
        .Sum(field => (long)field.Value);

    public static IEnumerable<NamespaceUsage> Read(DateOnly day, string? @namespace, HashEntry[] fields) => fields
        .Select(field => (Parts: ((string)field.Name!).Split(':'), Value: (long)field.Value))
        .GroupBy(field => (Model: field.Parts[0], Operation: field.Parts[1]))
        .Select(sum => new NamespaceUsage(
            day, @namespace, Keys.Unescape(sum.Key.Model), Keys.Unescape(sum.Key.Operation), Of(sum, "calls"), Of(sum, "input"),
            Of(sum, "output"), Of(sum, "failures")));

    /// <summary>One for each day, namespace, model and operation, in this order.</summary>
    public static IEnumerable<NamespaceUsage> Sum(IEnumerable<NamespaceUsage> parts) => parts
        .GroupBy(part => (part.Day, part.Namespace, part.Model, part.Operation))
        .Select(sum => new NamespaceUsage(
            sum.Key.Day, sum.Key.Namespace, sum.Key.Model, sum.Key.Operation, sum.Sum(part => part.Calls),
            sum.Sum(part => part.InputTokens), sum.Sum(part => part.OutputTokens), sum.Sum(part => part.Failures)))
        .OrderBy(sum => sum.Day).ThenBy(sum => sum.Namespace, StringComparer.Ordinal)
        .ThenBy(sum => sum.Model, StringComparer.Ordinal).ThenBy(sum => sum.Operation, StringComparer.Ordinal);

    private static long Of(IEnumerable<(string[] Parts, long Value)> fields, string what) =>
        fields.Single(field => field.Parts[2] == what).Value;
}
