using AgentMemory.Search;

namespace AgentMemory.Storage.Sqlite.Search.Words;

/// <summary>The documents a term occurs in, with how often, in the order they were added.</summary>
internal sealed class PostingList
{
    private int[] _documents = new int[2];
    private byte[] _counts = new byte[2];

    public int Count { get; private set; }

    public ReadOnlySpan<int> Documents => _documents.AsSpan(0, Count);

    /// <summary>Beside <see cref="Documents"/>; up to <see cref="Bm25.MaximumCount"/>.</summary>
    public ReadOnlySpan<byte> Counts => _counts.AsSpan(0, Count);

    /// <summary>Counts one more occurrence in a document, which is the newest or a new one.</summary>
    public void Add(int document)
    {
        if (Count > 0 && _documents[Count - 1] == document)
        {
            if (_counts[Count - 1] < Bm25.MaximumCount)
                _counts[Count - 1]++;
            return;
        }

        if (Count == _documents.Length)
        {
            Array.Resize(ref _documents, Count * 2);
            Array.Resize(ref _counts, Count * 2);
        }

        _documents[Count] = document;
        _counts[Count++] = 1;
    }
}
