namespace AgentMemory.Storage.Sqlite.Search.Words;

/// <summary>The texts that a search ranks in full, each once, in the order they were added.</summary>
internal sealed class RankedTexts : IDisposable
{
    private readonly List<TextPlace> _texts;

    /// <summary>By owner: how many texts the owners before it have.</summary>
    private readonly int[] _before;

    /// <summary>By text, those of one owner behind those of another: one more than its index here. All zero when rented and when given back.</summary>
    private readonly int[] _indexes;

    /// <param name="capacity">How many are expected.</param>
    public RankedTexts(IReadOnlyList<OwnerTexts> owners, int capacity)
    {
        _texts = new(capacity);
        _before = new int[owners.Count];
        var texts = 0;
        for (var owner = 0; owner < owners.Count; owner++)
        {
            _before[owner] = texts;
            texts += owners[owner].Numbers;
        }

        _indexes = ZeroedArrays<int>.Rent(texts);
    }

    public int Count => _texts.Count;

    public TextPlace this[int index] => _texts[index];

    public void Add(TextPlace text)
    {
        ref var index = ref Slot(text);
        if (index > 0)
            return;
        _texts.Add(text);
        index = _texts.Count;
    }

    /// <returns>-1 for one that was not added.</returns>
    public int IndexOf(TextPlace text) => Slot(text) - 1;

    public void Dispose()
    {
        foreach (var text in _texts)
            Slot(text) = 0;
        ZeroedArrays<int>.Return(_indexes);
    }

    private ref int Slot(TextPlace text) => ref _indexes[_before[text.Owner] + text.Number];
}
