namespace AgentMemory.Storage.Sqlite.Search.Vectors;

/// <summary>
/// Collects everything that may belong to the best, given approximate similarities with a bound on their error. An item is
/// kept while its highest possible similarity reaches the limit-th best of the lowest possible ones.
/// </summary>
internal sealed class Shortlist<T>(int limit, double? minimumSimilarity)
{
    private readonly PriorityQueue<bool, float> _lowest = new();
    private readonly List<(T Item, float Highest)> _kept = [];
    private float _floor = (float?)minimumSimilarity ?? float.NegativeInfinity;
    private int _pruneAt = 4096;

    public void Offer(T item, float similarity, float uncertainty)
    {
        var highest = similarity + uncertainty;
        if (highest < _floor)
            return;
        _kept.Add((item, highest));
        // A threshold admits everything above it, however much: it is counted.
        if (minimumSimilarity is not null)
            return;

        var lowest = similarity - uncertainty;
        if (_lowest.Count < limit)
            _lowest.Enqueue(true, lowest);
        else
            _lowest.EnqueueDequeue(true, lowest);
        if (_lowest.Count == limit && _lowest.TryPeek(out _, out var bound))
            _floor = bound;
        if (_kept.Count < _pruneAt)
            return;
        Prune();
        _pruneAt = Math.Max(4096, 2 * _kept.Count);
    }

    public List<T> Finish()
    {
        Prune();
        return _kept.ConvertAll(kept => kept.Item);
    }

    private void Prune() => _kept.RemoveAll(kept => kept.Highest < _floor);
}
