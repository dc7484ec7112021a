namespace AgentMemory.Storage.Sqlite.Search;

/// <summary>The best few of many scored rows; of equal ones, the earlier row.</summary>
internal sealed class BestRows(int limit)
{
    private readonly PriorityQueue<long, (double Score, long Row)> _queue = new(WorstFirst);

    /// <summary>How many rows were offered.</summary>
    public long Offered { get; private set; }

    public void Offer(long row, double score)
    {
        Offered++;
        if (_queue.Count < limit)
            _queue.Enqueue(row, (score, row));
        else if (limit > 0)
            _queue.EnqueueDequeue(row, (score, row));
    }

    public IReadOnlyList<(long Row, double Value)> Descending()
    {
        var rows = new (long, double)[_queue.Count];
        for (var i = rows.Length - 1; _queue.TryDequeue(out var row, out var priority); i--)
            rows[i] = (row, priority.Score);
        return rows;
    }

    private static readonly IComparer<(double Score, long Row)> WorstFirst =
        Comparer<(double Score, long Row)>.Create((a, b) => a.Score != b.Score ? a.Score.CompareTo(b.Score) : b.Row.CompareTo(a.Row));
}
