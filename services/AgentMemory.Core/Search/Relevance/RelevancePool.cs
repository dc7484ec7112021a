namespace AgentMemory.Search;

/// <summary>How many of the texts that match best by their own words are ranked in full, with the messages around them.</summary>
public static class RelevancePool
{
    private const int Minimum = 1000;

    /// <summary>What a page needs is well within the pool, so that pages do not overlap.</summary>
    private const int PerHit = 4;

    /// <param name="limit">Hits asked for, from the first on.</param>
    public static int Size(TextQuery query, int limit) =>
        query.IsExact ? int.MaxValue : (int)Math.Min(Math.Max(Minimum, PerHit * (long)limit), int.MaxValue);
}
