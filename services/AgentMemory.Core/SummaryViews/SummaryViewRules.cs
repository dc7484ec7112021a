using AgentMemory.Errors;

namespace AgentMemory.SummaryViews;

/// <summary>What views are possible.</summary>
internal static class SummaryViewRules
{
    /// <exception cref="InvalidRequestException">A source, grouping field or filter that views do not have.</exception>
    public static void Demand(SummaryView view)
    {
        if (view.Source != SummaryView.LongTerm)
            throw new InvalidRequestException($"SummaryView source must be '{SummaryView.LongTerm}': '{view.Source}' is not supported yet");
        DemandKnown("group_by", view.GroupBy, SummaryView.GroupFields);
        DemandKnown("filter", view.Filters.EnumerateObject().Select(filter => filter.Name), SummaryView.FilterFields);
    }

    private static void DemandKnown(string what, IEnumerable<string> names, IReadOnlyList<string> known)
    {
        var unknown = names.Where(name => !known.Contains(name, StringComparer.Ordinal)).ToList();
        if (unknown.Count > 0)
            throw new InvalidRequestException($"Unsupported {what} fields: {Names(unknown)}");
    }

    /// <summary>For a message: each once, in order.</summary>
    public static string Names(IEnumerable<string> names) => string.Join(", ", names.Distinct().Order(StringComparer.Ordinal));
}
