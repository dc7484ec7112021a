namespace AgentMemory.Search;

/// <summary>
/// How many of the texts that match best by their own words are ranked in full, with the messages around them. Those that match less follow in
/// the order of their own words, so that the order is the same however deep a page reaches. On conversations a third more found the same,
/// and a third fewer found less.
/// </summary>
public static class RelevancePool
{
    public const int Size = 96;

    public static int SizeFor(TextQuery query) => query.IsExact ? int.MaxValue : Size;
}
