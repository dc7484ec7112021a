using System.Text;
using AgentMemory.Search;
using NRedisStack.Search;

namespace AgentMemory.Storage.Redis.Search;

/// <summary>
/// The tags that <c>startswith</c> asks for. The query language has an operator for it, which silently stops at MAXPREFIXEXPANSIONS
/// tags, 200 by default: it is used where that limit is, or can be, lifted, and else the tags are looked up and named.
/// </summary>
internal sealed class PrefixTags
{
    private static readonly PrefixTags None = new();

    private readonly Dictionary<(FilteredField Field, string Prefix), IReadOnlyList<string>> _tags = [];

    private PrefixTags()
    {
    }

    /// <summary>Of everything the filter asks for; costs nothing when it asks for no prefix.</summary>
    public static async ValueTask<PrefixTags> OfAsync(IndexQueries index, MemoryFilter filter)
    {
        var wanted = FilteredField.Owner.Concat(FilteredField.Others)
            .Where(field => field.Of(filter)?.Prefix is not null).Select(field => (Field: field, field.Of(filter)!.Prefix)).ToList();
        if (wanted.Count == 0)
            return None;

        var found = new PrefixTags();
        // Asked every time: a server that restarted has its limit back.
        var isUnlimited = await PrefixLimit.LiftAsync(index.Database);
        foreach (var (field, prefix) in wanted)
        {
            found._tags[(field, prefix!)] = isUnlimited && IsWhole(prefix!)
                ? [IndexTag.Prefix(prefix!) + "*"]
                : await LookUpAsync(index, field, prefix!);
        }

        return found;
    }

    /// <summary>To stand in a condition on the field, any of them.</summary>
    public IReadOnlyList<string> Of(FilteredField field, string prefix) => _tags[(field, prefix)];

    private static bool IsWhole(string prefix) => Encoding.UTF8.GetByteCount(prefix) <= IndexTag.MaximumBytes;

    private static async Task<IReadOnlyList<string>> LookUpAsync(IndexQueries index, FilteredField field, string prefix)
    {
        var beginning = IndexTag.Prefix(prefix);
        var tags = (await index.TagsAsync(field.Tags)).Where(tag => tag.StartsWith(beginning, StringComparison.Ordinal)).ToList();
        if (IsWhole(prefix))
            return tags;

        // The tag has the beginning of the prefix only: a record tells the value it stands for.
        var matching = new List<string>();
        foreach (var tag in tags)
        {
            var record = await index.SearchAsync(
                new Query($"@{field.Tags}:{{{tag}}}").ReturnFields(field.Stored).Limit(0, 1));
            if (record.Documents is [var document] && field.ValuesOf(document[field.Stored])
                    .Any(value => IndexTag.Of(value) == tag && value.StartsWith(prefix, StringComparison.Ordinal)))
                matching.Add(tag);
        }

        return matching;
    }
}
