using System.Globalization;
using AgentMemory.Search;
using AgentMemory.Storage.Redis.LongTermMemory;
using NRedisStack.Search;

namespace AgentMemory.Storage.Redis.Search;

/// <summary>Searches with a maximum distance, which is included to the last digit.</summary>
internal sealed partial class NearestSearch
{
    private const int FirstFarthest = 16;

    /// <summary>The nearest within the distance, and how many are, by the index's search for a radius.</summary>
    public async Task<(List<Neighbour> Nearest, long Total)> WithinAsync(double maximum, int limit)
    {
        var (within, answered) = (0L, 0);
        var ranked = await RankAsync(limit, async count =>
        {
            var found = await index.SearchAsync(RangeQuery(maximum).SetSortBy(Distance, ascending: true)
                .ReturnRecords(MemoryFields.Number, field.Name).Limit(0, count));
            (within, answered) = (found.TotalResults, found.Documents.Count);
            return found.Documents;
        });
        ranked.RemoveAll(neighbour => neighbour.Distance > maximum);
        return (ranked, answered >= within ? ranked.Count : within - await CountBeyondAsync(maximum));
    }

    /// <summary>As <see cref="WithinAsync"/>, by comparing all of the few admitted records.</summary>
    /// <param name="admittedCount">How many there are, or more.</param>
    public async Task<(List<Neighbour> Nearest, long Total)> ComparedWithinAsync(double maximum, int limit, int admittedCount)
    {
        var all = await index.SearchAsync(KnnQuery(admittedCount, comparesAll: true).ReturnFields(Distance));
        var near = all.Documents.Select(document => (document.Id, Distance: DistanceOf(document)))
            .Where(one => one.Distance <= maximum + Imprecision).OrderBy(one => one.Distance).ToList();
        var last = near.Count > limit && limit > 0 ? near[limit - 1].Distance : maximum;
        var close = near.Where(one => one.Distance <= last + Imprecision || one.Distance >= maximum - Imprecision).ToList();
        var exact = await LoadAsync(close.Select(one => one.Id));
        var beyond = exact.RemoveAll(neighbour => neighbour.Distance > maximum);
        return (exact, near.Count - beyond);
    }

    /// <summary>Of those that the range query answers for being just beyond the maximum, how many are.</summary>
    private async Task<long> CountBeyondAsync(double maximum)
    {
        for (var count = FirstFarthest; ; count *= 4)
        {
            var farthest = (await index.SearchAsync(RangeQuery(maximum).SetSortBy(Distance, ascending: false)
                .ReturnFields(Distance, field.Name).Limit(0, count))).Documents;
            if (farthest.Count < count || DistanceOf(farthest[^1]) <= maximum - Imprecision)
                return farthest.Count(document => (byte[]?)document[field.Name] is { } vector && UnitVector.Distance(vector, unit) > maximum);
        }
    }

    private async Task<List<Neighbour>> LoadAsync(IEnumerable<string> keys)
    {
        var found = await Task.WhenAll(keys.Select(LoadAsync));
        var ranked = found.OfType<Neighbour>().ToList();
        ranked.Sort();
        return ranked;
    }

    private async Task<Neighbour?> LoadAsync(string key)
    {
        var reading = IndexedMemories.LoadAsync(index.Database, [key]);
        var more = await index.Database.HashGetAsync(key, [MemoryFields.Number, field.Name]);
        return (await reading)[0] is { } record && (byte[]?)more[1] is { } vector
            ? new Neighbour(record, (long)more[0], UnitVector.Distance(vector, unit))
            : null;
    }

    private Query RangeQuery(double maximum)
    {
        // A graph is searched somewhat beyond the radius: what is within may be reached through what is not.
        var accuracy = algorithm == VectorAlgorithm.Hnsw ? " $EPSILON: 0.1;" : "";
        var range = Invariant(
            $"@{field.Name}:[VECTOR_RANGE $radius $vector]=>{{$YIELD_DISTANCE_AS: {Distance};{accuracy}}}");
        return new Query(admitted == FilterQuery.Everything ? range : $"({admitted}) {range}") { Verbatim = true }
            .AddParam("vector", _unit).AddParam("radius", (maximum + Imprecision).ToString("R", CultureInfo.InvariantCulture));
    }

    private static double DistanceOf(Document document) => double.Parse((string)document[Distance]!, CultureInfo.InvariantCulture);
}
