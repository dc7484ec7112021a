namespace AgentMemory.Storage.Sqlite.Search.Words;

/// <summary>Terms with a count each, list after list, in arrays that grow.</summary>
internal sealed class TermLists
{
    private int[] _terms = new int[16];
    private byte[] _counts = new byte[16];

    public int Count { get; private set; }

    public ReadOnlySpan<int> Terms(scoped in IndexedText text) => _terms.AsSpan(text.Start, text.Terms);

    /// <summary>Beside <see cref="Terms"/>.</summary>
    public ReadOnlySpan<byte> Counts(scoped in IndexedText text) => _counts.AsSpan(text.Start, text.Terms);

    public void Add(int term, byte count)
    {
        if (Count == _terms.Length)
        {
            Array.Resize(ref _terms, Count * 2);
            Array.Resize(ref _counts, Count * 2);
        }

        _terms[Count] = term;
        _counts[Count++] = count;
    }
}
