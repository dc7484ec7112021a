using AgentMemory.LongTermMemory;
using AgentMemory.Search;

namespace AgentMemory.SummaryViews;

/// <summary>
/// What a view's groups consist of. Reads page by page and keeps what a summary can use of one group, so that a view of any
/// size is summarised in bounded memory.
/// </summary>
public sealed class ViewMemories(ILongTermMemoryStore store, TimeProvider time)
{
    private const int PageSize = 1000;

    /// <summary>The groups that have memories, by their key. A memory without a value in a grouping field is in none.</summary>
    public async Task<IReadOnlyCollection<IReadOnlyDictionary<string, string>>> GroupsAsync(
        StoredSummaryView view, CancellationToken cancellationToken)
    {
        var groups = new SortedDictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        await foreach (var record in MatchingAsync(view, FilterOf(view), cancellationToken))
        {
            if (GroupOf(view.View, record) is { } group)
                groups.TryAdd(PartitionKey.Of(group), group);
        }

        return groups.Values;
    }

    /// <summary>The memories of one group: how many, and the first of them in the order of a summary.</summary>
    /// <param name="group">A value for each of the view's grouping fields; they replace the view's own filters of these.</param>
    public async Task<GroupMemories> OfGroupAsync(
        StoredSummaryView view, IReadOnlyDictionary<string, string> group, CancellationToken cancellationToken)
    {
        // Nothing is in a group without a value, while a filter for the empty text finds what has none.
        if (group.Values.Any(string.IsNullOrEmpty))
            return new GroupMemories(0, []);

        var count = 0L;
        var first = new PriorityQueue<MemoryRecord, MemoryRecord>(LatestFirst);
        await foreach (var record in MatchingAsync(view, Narrow(FilterOf(view), group), cancellationToken))
        {
            count++;
            if (first.Count < SummaryPrompt.MaximumLines)
                first.Enqueue(record, record);
            else
                first.EnqueueDequeue(record, record);
        }

        return new GroupMemories(count, [.. first.UnorderedItems.Select(item => item.Element).Order(InOrder)]);
    }

    private async IAsyncEnumerable<MemoryRecord> MatchingAsync(
        StoredSummaryView view, MemoryFilter filter,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? next = null;
        do
        {
            var page = await store.ScanAsync(view.Scope, filter, next, PageSize, cancellationToken);
            foreach (var record in page.Records)
                yield return record;
            next = page.Next;
        }
        while (next is not null);
    }

    private MemoryFilter FilterOf(StoredSummaryView view) => view.View.TimeWindowDays is { } days
        ? view.Filter with { CreatedAt = new TimeFilter { Within = [TimeRange.AtLeast(Start(days))] } }
        : view.Filter;

    /// <summary>A window that reaches back before the calendar begins has no start.</summary>
    private long Start(int days)
    {
        var now = time.UtcNowMicroseconds();
        return days < (now - DateTimeOffset.MinValue).TotalDays ? now.AddDays(-days).ToMicroseconds() : long.MinValue;
    }

    private static MemoryFilter Narrow(MemoryFilter filter, IReadOnlyDictionary<string, string> group) => filter with
    {
        UserId = group.TryGetValue("user_id", out var user) ? TagFilter.Equal(user) : filter.UserId,
        Namespace = group.TryGetValue("namespace", out var @namespace) ? TagFilter.Equal(@namespace) : filter.Namespace,
        SessionId = group.TryGetValue("session_id", out var session) ? TagFilter.Equal(session) : filter.SessionId,
        MemoryType = group.TryGetValue("memory_type", out var type) ? TagFilter.Equal(type) : filter.MemoryType,
    };

    private static Dictionary<string, string>? GroupOf(SummaryView view, MemoryRecord record)
    {
        var group = new Dictionary<string, string>(view.GroupBy.Count, StringComparer.Ordinal);
        foreach (var field in view.GroupBy)
        {
            var value = field switch
            {
                "user_id" => record.UserId,
                "namespace" => record.Namespace,
                "session_id" => record.SessionId,
                _ => SummaryPrompt.NameOf(record.MemoryType),
            };
            if (string.IsNullOrEmpty(value))
                return null;
            group[field] = value;
        }

        return group;
    }

    private static readonly Comparer<MemoryRecord> InOrder = Comparer<MemoryRecord>.Create(static (one, other) =>
    {
        var order = (one.EventDate ?? one.CreatedAt).CompareTo(other.EventDate ?? other.CreatedAt);
        if (order == 0)
            order = one.CreatedAt.CompareTo(other.CreatedAt);
        if (order == 0)
            order = string.CompareOrdinal(one.SessionId ?? "", other.SessionId ?? "");
        if (order == 0)
            order = string.CompareOrdinal(one.ExtractionStrategy, other.ExtractionStrategy);
        if (order == 0)
            order = string.CompareOrdinal(one.Id, other.Id);

        // An id is unique within its owner only.
        return order != 0 ? order : string.CompareOrdinal(one.Owner.ToString(), other.Owner.ToString());
    });

    private static readonly Comparer<MemoryRecord> LatestFirst =
        Comparer<MemoryRecord>.Create(static (one, other) => InOrder.Compare(other, one));
}

/// <param name="Count">All memories of the group.</param>
/// <param name="First">At most <see cref="SummaryPrompt.MaximumLines"/>, by when what they tell of happened.</param>
public sealed record GroupMemories(long Count, IReadOnlyList<MemoryRecord> First);
