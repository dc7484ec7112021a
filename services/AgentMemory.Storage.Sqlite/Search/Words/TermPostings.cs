namespace AgentMemory.Storage.Sqlite.Search.Words;

/// <summary>The covered texts that have a term or phrase.</summary>
/// <param name="Texts">Their numbers, gone or not, ascending.</param>
/// <param name="Counts">How often each has it.</param>
/// <param name="Present">How many of the texts are not gone.</param>
/// <param name="Strength">The largest that any of them has it with (<see cref="AgentMemory.Search.Bm25.Strength"/>).</param>
/// <param name="Bits">The numbers again, a bit each, where they are so many that this is no longer than their list, of an owner with
/// more texts than one stretch: shorter lists are gone through as fast.</param>
internal readonly record struct TermPostings(
    ArraySegment<int> Texts, ArraySegment<byte> Counts, int Present, float Strength, ulong[]? Bits = null)
{
    public static TermPostings None { get; } = new([], [], 0, 0);
}
