using AgentMemory.LongTermMemory;
using AgentMemory.Maintenance;
using AgentMemory.Search;
using AgentMemory.Tenancy;

namespace AgentMemory.Cli.Deleting;

/// <summary>The memories a command line means.</summary>
/// <param name="Missing">Ids that no memory has.</param>
/// <param name="Ambiguous">Ids that memories of several owners have, with these.</param>
internal sealed record MemorySelection(
    IReadOnlyList<MemoryKey> Memories, IReadOnlyList<string> Missing,
    IReadOnlyList<(string Id, IReadOnlyList<MemoryKey> Of)> Ambiguous)
{
    /// <summary>Of one run of <c>--empty-text</c>.</summary>
    public const int MostBlank = 1000;

    private const int PageSize = 1000;

    public static async Task<MemorySelection> OfIdsAsync(
        IStoreMaintenance store, IEnumerable<string> ids, Func<Owner, bool> admits, CancellationToken cancellationToken)
    {
        var memories = new List<MemoryKey>();
        var missing = new List<string>();
        var ambiguous = new List<(string, IReadOnlyList<MemoryKey>)>();
        foreach (var id in ids.Distinct(StringComparer.Ordinal))
        {
            MemoryKey[] found = [.. (await store.FindMemoriesAsync(id, cancellationToken)).Where(key => admits(key.Owner))];
            if (found.Length == 0)
                missing.Add(id);
            else if (found.Length > 1)
                ambiguous.Add((id, found));
            else
                memories.Add(found[0]);
        }
        return new([.. memories.Distinct()], missing, ambiguous);
    }

    /// <summary>The first memories whose text is blank.</summary>
    public static async Task<IReadOnlyList<MemoryKey>> BlankAsync(
        ILongTermMemoryStore store, string? @namespace, string? userId, CancellationToken cancellationToken)
    {
        var filter = new MemoryFilter
        {
            Namespace = @namespace is null ? null : TagFilter.Equal(@namespace),
            UserId = userId is null ? null : TagFilter.Equal(userId),
        };
        var blank = new List<MemoryKey>();
        string? after = null;
        do
        {
            var page = await store.ScanAsync(AccessScope.Everything, filter, after, PageSize, cancellationToken);
            blank.AddRange(page.Records
                .Where(record => string.IsNullOrWhiteSpace(record.Text)).Select(record => record.Key).Take(MostBlank - blank.Count));
            after = page.Next;
        }
        while (after is not null && blank.Count < MostBlank);
        return blank;
    }
}
