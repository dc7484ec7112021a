using AgentMemory.LongTermMemory;
using Microsoft.Extensions.Caching.Memory;

namespace AgentMemory.Storage.Redis.Search;

/// <summary>
/// How far back the first pages of a listing reach, as the last listing of the same filter found. Redis sorts whatever a query finds, so
/// a query is told to find little more than the page.
/// </summary>
internal sealed class ListingWindows : IDisposable
{
    /// <summary>Fewer are as well sorted all.</summary>
    private const int Worthwhile = 500;

    private const long MaximumCharacters = 4 * 1024 * 1024;

    /// <summary>What a window weighs beside the characters of its filter.</summary>
    private const int EntryWeight = 64;

    private readonly MemoryCache _windows = new(new MemoryCacheOptions { SizeLimit = MaximumCharacters });

    public ListingWindow? Find(string admitted) => _windows.Get<ListingWindow>(admitted);

    /// <param name="page">That ends a listing's first records.</param>
    /// <param name="reach">How many those are.</param>
    /// <param name="total">How many records there are.</param>
    public void Keep(string admitted, IReadOnlyList<MemoryRecord> page, long reach, long total)
    {
        if (total < Worthwhile || page.Count == 0 || reach * 2 > total)
            return;
        var newest = Math.Max(page[0].CreatedAt.ToMicroseconds(), Find(admitted)?.Newest ?? long.MinValue);
        _windows.Set(
            admitted, new ListingWindow(page[^1].CreatedAt.ToMicroseconds(), newest, reach),
            new MemoryCacheEntryOptions { Size = admitted.Length + EntryWeight });
    }

    public void Dispose() => _windows.Dispose();
}

/// <param name="Oldest">Records created then or later are in the window, in microseconds.</param>
/// <param name="Newest">The newest creation that was seen.</param>
/// <param name="Count">How many records it had.</param>
internal sealed record ListingWindow(long Oldest, long Newest, long Count)
{
    public string Condition => FormattableString.Invariant($"@created_at:[{Oldest} +inf]");

    /// <summary>One that likely has so many records, as they lie as dense further back.</summary>
    public ListingWindow Reaching(long count)
    {
        var age = Math.Max(1, Newest - Oldest) * 2.0 * Math.Max(1, count / Math.Max(1, Count));
        return this with { Oldest = Newest - (long)Math.Min(age, Newest - (double)long.MinValue / 2) };
    }
}
