namespace AgentMemory.Storage.Sqlite.Search.Words;

/// <summary>Where a text is in the index.</summary>
/// <param name="Owner">Among the owners searched.</param>
internal readonly record struct TextPlace(int Owner, int Number);

/// <summary>The best few of many scored texts; of equal ones, the earlier row.</summary>
internal sealed class BestTexts(int limit)
{
    private readonly PriorityQueue<TextPlace, (float Score, long Row)> _queue = new(WorstFirst);

    private static readonly Comparer<(float Score, long Row)> WorstFirst =
        Comparer<(float Score, long Row)>.Create((a, b) => a.Score != b.Score ? a.Score.CompareTo(b.Score) : b.Row.CompareTo(a.Row));

    /// <summary>What scores less is not among the best.</summary>
    public float Least { get; private set; }

    public void Offer(TextPlace text, long row, float score)
    {
        if (_queue.Count < limit)
            _queue.Enqueue(text, (score, row));
        else if (_queue.TryPeek(out _, out var worst) && WorstFirst.Compare((score, row), worst) > 0)
            _queue.DequeueEnqueue(text, (score, row));
        if (_queue.Count == limit && _queue.TryPeek(out _, out var least))
            Least = least.Score;
    }

    public (TextPlace Text, float Score)[] Descending()
    {
        var texts = new (TextPlace, float)[_queue.Count];
        for (var i = texts.Length - 1; _queue.TryDequeue(out var text, out var priority); i--)
            texts[i] = (text, priority.Score);
        return texts;
    }
}
