using AgentMemory.Events;
using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Storage.Sqlite.Search.Vectors;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Sqlite.Search;

internal sealed partial class SqliteMemorySearchIndex
{
    /// <summary>Spaces kept in memory: the configured one, and one being replaced.</summary>
    private const int MaximumSpaces = 2;

    private readonly Lock _indexGate = new();
    private readonly List<(EmbeddingSpace Space, VectorIndex Index)> _indexes = [];

    public async Task<Candidates> NearestAsync(
        AccessScope scope, MemoryFilter filter, VectorQuery query, int limit, CancellationToken cancellationToken)
    {
        var unit = UnitVector.Of(query.Values.Span, query.Space);
        _database.Feed.CatchUp();
        return await _database.ReadAsync(
            connection =>
            {
                var index = IndexOf(query.Space);
                index.Refresh(connection, CancellationToken.None);
                _words.Refresh(connection, CancellationToken.None);
                var admitted = new Admission(connection, scope, filter, _words);
                var rows = admitted.IsDecidedByOwner ? null : admitted.Rows();
                var nearest = admitted.IsDecidedByOwner || rows is not null
                    ? Exact(connection, index.Candidates(admitted.Owners, rows, unit, limit, Similarity(query)), unit, query)
                    : AlongRanking(connection, index, admitted, unit, query, limit);
                var total = query.MaximumDistance is null ? admitted.Count() : nearest.Count;
                return new Candidates(Records(connection, [.. nearest.Take(limit)]), total);
            },
            cancellationToken);
    }

    public async Task<IReadOnlyDictionary<MemoryKey, double>> DistancesAsync(
        AccessScope scope, IReadOnlyList<MemoryKey> keys, VectorQuery query, CancellationToken cancellationToken)
    {
        var unit = UnitVector.Of(query.Values.Span, query.Space);
        return await _database.ReadAsync(
            connection =>
            {
                var distances = new Dictionary<MemoryKey, double>(keys.Count);
                foreach (var key in keys)
                {
                    if (StoredVector(connection, scope, key, query.Space) is { } vector)
                        distances[key] = UnitVector.Distance(vector, unit);
                }

                return distances;
            },
            cancellationToken);
    }

    /// <summary>Ranks everything the owners have, further and further down, until enough of it passes the filter.</summary>
    private static List<(long Row, double Distance)> AlongRanking(
        StoreConnection connection, VectorIndex index, Admission admitted, float[] unit, VectorQuery query, int limit)
    {
        for (var depth = 4 * limit; ; depth *= 4)
        {
            var rows = index.Candidates(admitted.Owners, null, unit, depth, Similarity(query));
            var exhausted = query.MaximumDistance is not null || rows.Count < depth;
            // Only the first `depth` by true distance are complete; what follows them may lack nearer rows.
            var ranked = Exact(connection, rows, unit, query);
            if (!exhausted && ranked.Count > depth)
                ranked.RemoveRange(depth, ranked.Count - depth);
            var passing = admitted.Among(ranked.ConvertAll(item => item.Row));
            ranked.RemoveAll(item => !passing.Contains(item.Row));
            if (exhausted || ranked.Count >= limit)
                return ranked;
        }
    }

    /// <summary>True distances of the rows, nearest first, within the query's maximum.</summary>
    private static List<(long Row, double Distance)> Exact(
        StoreConnection connection, List<long> rows, float[] unit, VectorQuery query)
    {
        var ranked = new List<(long Row, double Distance)>(rows.Count);
        foreach (var row in rows)
        {
            using var reader = connection.Query("SELECT vector FROM memory_vector WHERE memory = ?1", row);
            if (!reader.Read())
                continue;
            var distance = UnitVector.Distance(reader.GetFieldValue<byte[]>(0), unit);
            if (query.MaximumDistance is not { } maximum || distance <= maximum)
                ranked.Add((row, distance));
        }

        ranked.Sort((a, b) => a.Distance != b.Distance ? a.Distance.CompareTo(b.Distance) : a.Row.CompareTo(b.Row));
        return ranked;
    }

    private static double? Similarity(VectorQuery query) => 1 - query.MaximumDistance;

    private VectorIndex IndexOf(EmbeddingSpace space)
    {
        lock (_indexGate)
        {
            foreach (var (known, index) in _indexes)
            {
                if (known == space)
                    return index;
            }

            if (_indexes.Count == MaximumSpaces)
                _indexes.RemoveAt(0);
            var added = new VectorIndex(space);
            _indexes.Add((space, added));
            return added;
        }
    }

    private void OnChanged(StoreChange change)
    {
        if (change.MemoryRow is not { } row)
            return;
        if (change.Kind != EventKinds.MemoryEmbedded)
            _words.Stale.Add(row);
        lock (_indexGate)
        {
            foreach (var (_, index) in _indexes)
                index.Stale.Add(row);
        }
    }

    private void OnLost()
    {
        _words.Stale.AddAll();
        lock (_indexGate)
        {
            foreach (var (_, index) in _indexes)
                index.Stale.AddAll();
        }
    }
}
