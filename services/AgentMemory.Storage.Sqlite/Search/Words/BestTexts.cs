namespace AgentMemory.Storage.Sqlite.Search.Words;

/// <summary>Where a text is in the index.</summary>
/// <param name="Owner">Among the owners searched.</param>
internal readonly record struct TextPlace(int Owner, int Number);

/// <summary>The best few of many scored texts; of equal ones, the earlier row.</summary>
/// <param name="limit">How many, at least 1.</param>
/// <param name="rowOf">Asked for texts of equal scores only: looking at a text takes longer than all else here.</param>
/// <remarks>A binary heap with the worst on top. The library's queue calls a comparer for each step.</remarks>
internal sealed class BestTexts(int limit, Func<TextPlace, long> rowOf)
{
    private const int InitialRoom = 128;

    private (TextPlace Text, float Score)[] _heap = new (TextPlace, float)[Math.Min(limit, InitialRoom)];
    private int _count;

    /// <summary>What scores less is not among the best.</summary>
    public float Least { get; private set; }

    public void Offer(TextPlace text, float score)
    {
        var offered = (text, score);
        if (_count < limit)
        {
            if (_count == _heap.Length)
                Array.Resize(ref _heap, Math.Min(limit, 2 * _count));
            Rise(_count++, offered);
        }
        else if (IsWorse(_heap[0], offered))
        {
            Sink(0, offered);
        }

        if (_count == limit)
            Least = _heap[0].Score;
    }

    public (TextPlace Text, float Score)[] Descending()
    {
        var best = new (TextPlace, float)[_count];
        while (_count > 0)
        {
            best[--_count] = _heap[0];
            Sink(0, _heap[_count]);
        }

        return best;
    }

    /// <summary>Puts it at a place that is free, or above.</summary>
    private void Rise(int place, (TextPlace Text, float Score) item)
    {
        for (; place > 0 && IsWorse(item, _heap[(place - 1) / 2]); place = (place - 1) / 2)
            _heap[place] = _heap[(place - 1) / 2];
        _heap[place] = item;
    }

    /// <summary>Puts it in the place of another, or below.</summary>
    private void Sink(int place, (TextPlace Text, float Score) item)
    {
        for (int child; (child = 2 * place + 1) < _count; place = child)
        {
            if (child + 1 < _count && IsWorse(_heap[child + 1], _heap[child]))
                child++;
            if (!IsWorse(_heap[child], item))
                break;
            _heap[place] = _heap[child];
        }

        _heap[place] = item;
    }

    private bool IsWorse(in (TextPlace Text, float Score) one, in (TextPlace Text, float Score) other) =>
        one.Score != other.Score ? one.Score < other.Score : rowOf(one.Text) > rowOf(other.Text);
}
