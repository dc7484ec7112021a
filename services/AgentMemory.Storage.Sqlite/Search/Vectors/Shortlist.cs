namespace AgentMemory.Storage.Sqlite.Search.Vectors;

/// <summary>
/// Collects every row that may belong to the best, given approximate similarities with a bound on their error. A row is
/// kept while its highest possible similarity reaches the limit-th best of the lowest possible ones.
/// </summary>
internal sealed class Shortlist(int limit, double? minimumSimilarity)
{
    private readonly PriorityQueue<long, float> _lowest = new();
    private readonly List<(long Row, float Highest)> _kept = [];
    private float _floor = (float?)minimumSimilarity ?? float.NegativeInfinity;
    private int _pruneAt = 4096;

    public void Offer(long row, float similarity, float uncertainty)
    {
        var highest = similarity + uncertainty;
        if (highest < _floor)
            return;
        _kept.Add((row, highest));
        // A threshold admits every row above it, however many: they are counted.
        if (minimumSimilarity is not null)
            return;

        var lowest = similarity - uncertainty;
        if (_lowest.Count < limit)
            _lowest.Enqueue(row, lowest);
        else if (_lowest.TryPeek(out _, out var worst) && lowest > worst)
            _lowest.EnqueueDequeue(row, lowest);
        if (_lowest.Count == limit && _lowest.TryPeek(out _, out var bound))
            _floor = bound;
        if (_kept.Count < _pruneAt)
            return;
        Prune();
        _pruneAt = Math.Max(4096, 2 * _kept.Count);
    }

    public List<long> Finish()
    {
        Prune();
        return _kept.ConvertAll(item => item.Row);
    }

    private void Prune() => _kept.RemoveAll(item => item.Highest < _floor);
}
