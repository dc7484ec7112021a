using AgentMemory.Search;
using AgentMemory.Storage.Conformance;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Redis.Tests;

/// <summary>Searches by vectors of more records than are compared one by one.</summary>
public abstract class NearestSearchTests(VectorAlgorithm algorithm) : RedisSearchTests
{
    private const int Count = 2500;
    private static readonly EmbeddingSpace Space = new("many", 8);
    private readonly Random _random = new(3);

    protected override RedisStoreOptions Change(RedisStoreOptions options) => options with { VectorAlgorithm = algorithm };

    /// <summary>Of the records there should be, how many may be missed.</summary>
    private double Tolerance => algorithm == VectorAlgorithm.Flat ? 0 : 0.05;

    [Fact]
    public async Task The_nearest_of_many_are_found()
    {
        var records = Enumerable.Range(0, Count).Select(i => Samples.Record(i % 2 == 0 ? Ann : Bob, $"m{i:0000}")).ToList();
        var vectors = records.ConvertAll(record => (record, RandomVector()));
        foreach (var batch in vectors.Chunk(500))
        {
            await UpsertAsync([.. batch.Select(one => one.record)]);
            await PutAsync(Space, batch);
        }

        var (missed, of, miscounted) = (0, 0, 0.0);
        for (var round = 0; round < 20; round++)
        {
            var query = new VectorQuery(Space, RandomVector(), round % 2 == 0 ? null : 0.4);
            var scope = round % 4 < 2 ? AccessScope.Everything : AccessScope.Of(Ann);
            var unit = UnitVector.Of(query.Values.Span, Space);
            var expected = vectors.Where(one => scope.Contains(one.record.Owner))
                .Select(one => (one.record.Id, Distance: UnitVector.Distance(UnitVector.ToBytes(UnitVector.Of(one.Item2, Space)), unit)))
                .Where(one => one.Distance <= (query.MaximumDistance ?? 2)).OrderBy(one => one.Distance).ToList();

            var found = await Store.Search.NearestAsync(scope, MemoryFilter.None, query, 20, default);

            Assert.Equal(found.Items.OrderBy(item => item.Value), found.Items);
            missed += expected.Take(20).Select(one => one.Id).Except(found.Items.Select(item => item.Record.Id)).Count();
            of += Math.Min(20, expected.Count);
            miscounted = Math.Max(miscounted, Math.Abs(1 - (found.Total / (double)expected.Count)));
        }

        Assert.InRange((double)missed / of, 0, Tolerance);
        Assert.InRange(miscounted, 0, Tolerance);
    }

    [Fact]
    public async Task Equally_near_records_are_told_apart_by_their_age_whatever_was_written_since()
    {
        var records = Enumerable.Range(0, 40).Select(i => Samples.Record(Ann, $"m{i:00}", $"text {i}")).ToList();
        await UpsertAsync(records);
        await PutAsync(Plane, [.. records.Select(record => (record, new float[] { 1, 0 }))]);
        // Indexed anew, so that to the server they are the youngest.
        await UpsertAsync([.. records.Take(5).Select(record => record with { Pinned = true })]);

        foreach (var limit in new[] { 1, 3, 10, 40 })
            Assert.Equal(records.Take(limit).Select(record => record.Id), await NearestAsync(limit));
    }

    [Fact]
    public async Task The_maximum_distance_is_included_to_the_last_digit()
    {
        var records = Enumerable.Range(0, 60).Select(i => Samples.Record(Ann, $"m{i:00}")).ToList();
        await UpsertAsync(records);
        float[] vector = [0.6f, 0.8f];
        await PutAsync(Plane, [.. records.Select(record => (record, vector))]);
        var query = new VectorQuery(Plane, new float[] { 1, 0 });
        var distance = (await Store.Search.NearestAsync(AccessScope.Everything, MemoryFilter.None, query, 1, default)).Items[0].Value;

        Assert.Equal((60, 5), await WithinAsync(distance));
        Assert.Equal((0, 0), await WithinAsync(Math.BitDecrement(distance)));

        async Task<(long Total, int Items)> WithinAsync(double maximum)
        {
            var found = await Store.Search.NearestAsync(
                AccessScope.Everything, MemoryFilter.None, query with { MaximumDistance = maximum }, 5, default);
            return (found.Total, found.Items.Count);
        }
    }

    private float[] RandomVector() => [.. Enumerable.Range(0, Space.Dimensions).Select(_ => (float)(_random.NextDouble() - 0.5))];
}

public sealed class HnswNearestSearchTests() : NearestSearchTests(VectorAlgorithm.Hnsw);

public sealed class FlatNearestSearchTests() : NearestSearchTests(VectorAlgorithm.Flat);
