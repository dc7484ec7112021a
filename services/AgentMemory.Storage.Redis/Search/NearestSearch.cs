using AgentMemory.Search;
using AgentMemory.Storage.Redis.LongTermMemory;
using NRedisStack.Search;

namespace AgentMemory.Storage.Redis.Search;

/// <summary>One search by a vector. <paramref name="admitted"/> is part of each query: what it refuses takes nobody's place.</summary>
/// <param name="breadth">See <see cref="RedisStoreOptions.SearchBreadth"/>.</param>
internal sealed partial class NearestSearch(
    IndexQueries index, SpaceField field, VectorAlgorithm algorithm, int breadth, string admitted, float[] unit)
{
    /// <summary>Candidates beyond the limit, so that equally near ones at the limit are told apart by their number.</summary>
    private const int Surplus = 2;

    /// <summary>Equally near records beyond these come in the server's order.</summary>
    private const int MaximumTied = 1000;

    /// <summary>What the server's distances, of other arithmetic, may differ from ours.</summary>
    private const double Imprecision = 1e-5;

    private const string Distance = "distance";

    private readonly byte[] _unit = UnitVector.ToBytes(unit);

    /// <param name="comparesAll">Whether every admitted record is looked at, instead of walking a graph of them.</param>
    public Task<List<Neighbour>> NearestAsync(int limit, bool comparesAll) => RankAsync(
        limit, async count => (await index.SearchAsync(KnnQuery(count, comparesAll).ReturnRecords(MemoryFields.Number, field.Name))).Documents);

    /// <summary>Asks for more candidates until those at the limit are apart from what was not answered.</summary>
    private async Task<List<Neighbour>> RankAsync(int limit, Func<int, Task<List<Document>>> ask)
    {
        for (var count = (long)limit + Surplus; ; count *= 4)
        {
            count = Math.Min(count, IndexQueries.MaximumResults);
            var found = await ask((int)count);
            var ranked = Exact(found);
            var isWhole = found.Count < count || count >= IndexQueries.MaximumResults || count - limit > MaximumTied;
            if (isWhole || ranked.Count <= limit || ranked[^1].Distance > ranked[Math.Max(0, limit - 1)].Distance + Imprecision)
                return ranked;
        }
    }

    private List<Neighbour> Exact(IEnumerable<Document> documents)
    {
        var ranked = new List<Neighbour>();
        foreach (var document in documents)
        {
            if ((byte[]?)document[field.Name] is { } vector)
                ranked.Add(new Neighbour(document.Record(), document.Number(), UnitVector.Distance(vector, unit)));
        }

        ranked.Sort();
        return ranked;
    }

    private Query KnnQuery(int count, bool comparesAll)
    {
        // Without a condition there is nothing to compare one by one.
        var (condition, policy) = (comparesAll, algorithm) switch
        {
            (true, VectorAlgorithm.Hnsw) => (
                admitted == FilterQuery.Everything ? $"@{MemoryFields.Space}:{{{field.Tag}}}" : admitted, "HYBRID_POLICY ADHOC_BF"),
            (_, VectorAlgorithm.Hnsw) => (admitted, Invariant($"EF_RUNTIME {Math.Max(breadth, count)}")),
            _ => (admitted, ""),
        };
        var query = Invariant($"({condition})=>[KNN {count} @{field.Name} $vector {policy} AS {Distance}]");
        return new Query(query) { Verbatim = true }.AddParam("vector", _unit).Limit(0, count);
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
