using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Tenancy;
using FsCheck.Fluent;

namespace AgentMemory.Storage.Conformance.Search;

public abstract partial class MemorySearchIndexConformance
{
    private static readonly EmbeddingSpace Plane = new("test-model", 2);

    /// <summary>float32 arithmetic, whatever its order.</summary>
    private const double Tolerance = 1e-4;

    private static float[] AtAngle(double degrees) => [MathF.Cos((float)(degrees * Math.PI / 180)), MathF.Sin((float)(degrees * Math.PI / 180))];

    private static MemoryVector Vector(MemoryRecord record, params float[] values) => new(KeyOf(record), record.Text, values);

    private static VectorQuery Query(double degrees, double? maximum = null) => new(Plane, AtAngle(degrees), maximum);

    private Task PutVectorsAsync(params IReadOnlyList<MemoryVector> vectors) =>
        Store.Search.PutVectorsAsync(Everything, Plane, vectors, None);

    /// <summary>Writes a record per angle, named by it.</summary>
    private async Task<List<MemoryRecord>> WriteAtAnglesAsync(Owner owner, params int[] angles)
    {
        var records = angles.Select(angle => Samples.Record(owner, $"at{angle:000}")).ToList();
        await UpsertAsync(records);
        await PutVectorsAsync([.. records.Select((record, i) => Vector(record, AtAngle(angles[i])))]);
        return records;
    }

    private async Task<string[]> NearestIdsAsync(
        VectorQuery query, AccessScope? scope = null, MemoryFilter? filter = null, int limit = 100, StoreFixture? client = null)
    {
        var found = await (client ?? Store).Search.NearestAsync(scope ?? Everything, filter ?? MemoryFilter.None, query, limit, None);
        return [.. found.Items.Select(item => item.Record.Id)];
    }

    [Theory]
    [InlineData(3, 50)]
    [InlineData(8, 400)]
    [InlineData(384, 600)]
    public async Task The_nearest_are_exactly_those_of_an_exhaustive_search(int dimensions, int count)
    {
        var random = new Random();
        var space = new EmbeddingSpace("random", dimensions);
        var records = Enumerable.Range(0, count)
            .Select(i => Samples.Record(i % 3 == 0 ? Ann : Bob, $"m{i:000}") with { Topics = i % 2 == 0 ? ["even"] : [] }).ToList();
        var vectors = records.ConvertAll(record => Vector(record, RandomVector(random.NextDouble() * 10)));
        await UpsertAsync(records);
        await Store.Search.PutVectorsAsync(Everything, space, vectors, None);
        var cases =
            from limit in Gen.Elements(1, 5, 20, count)
            from ann in Gen.Elements(true, false)
            from even in Gen.Elements(true, false)
            from maximum in Gen.Elements(null, (double?)0.9)
            select (limit, ann, even, maximum);

        await CheckAsync(cases, 30, async it =>
        {
            var (scope, filter) = (it.ann ? OnlyAnn : Everything, it.even ? new MemoryFilter { Topics = TagFilter.Equal("even") } : MemoryFilter.None);
            var query = new VectorQuery(space, RandomVector(1), it.maximum);
            var admitted = records.Select((record, i) => (record, vector: vectors[i]))
                .Where(one => scope.Contains(one.record.Owner) && filter.Admits(one.record))
                .Select(one => (one.record.Id, Distance: Distance(one.vector.Values.Span, query.Values.Span)))
                .Where(one => one.Distance <= (it.maximum ?? 2)).OrderBy(one => one.Distance).ToList();

            var found = await Store.Search.NearestAsync(scope, filter, query, it.limit, None);

            Assert.Equal(admitted.Count, found.Total);
            Assert.Equal(admitted.Take(it.limit).Select(one => one.Id), found.Items.Select(item => item.Record.Id));
            Assert.All(found.Items.Zip(admitted), pair => Assert.Equal(pair.Second.Distance, pair.First.Value, Tolerance));
        });

        float[] RandomVector(double norm) => [.. Enumerable.Range(0, dimensions).Select(_ => (float)((random.NextDouble() - 0.5) * norm))];
    }

    private static double Distance(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        double dot = 0, norm1 = 0, norm2 = 0;
        for (var i = 0; i < one.Length; i++)
        {
            dot += (double)one[i] * other[i];
            norm1 += (double)one[i] * one[i];
            norm2 += (double)other[i] * other[i];
        }

        return 1 - (dot / Math.Sqrt(norm1 * norm2));
    }

    [Fact]
    public async Task Distances_run_from_same_to_opposite_direction_whatever_the_length()
    {
        var records = await WriteAtAnglesAsync(Ann, 0, 90, 180);
        await PutVectorsAsync(Vector(records[0], 1000, 0), Vector(records[2], -0.001f, 0));

        var found = await Store.Search.NearestAsync(Everything, MemoryFilter.None, Query(0), 10, None);

        Assert.Equal(["at000", "at090", "at180"], found.Items.Select(item => item.Record.Id));
        Assert.Equal([0, 1, 2], found.Items.Select(item => Math.Round(item.Value, 4)));
    }

    [Fact]
    public async Task Equally_near_records_come_in_a_fixed_order()
    {
        var records = new[] { "c", "a", "d", "b" }.Select(id => Samples.Record(Ann, id)).ToList();
        await UpsertAsync(records);
        await PutVectorsAsync([.. records.Select(record => Vector(record, 1, 0))]);

        var order = await NearestIdsAsync(Query(0));

        Assert.Equal(4, order.Length);
        for (var limit = 1; limit <= 4; limit++)
            Assert.Equal(order[..limit], await NearestIdsAsync(Query(0), limit: limit));
        Assert.Equal(order, await NearestIdsAsync(Query(0), client: await OtherClientAsync()));
    }

    [Fact]
    public async Task Scope_and_filter_come_before_ranking()
    {
        await WriteAtAnglesAsync(Bob, [.. Enumerable.Range(0, 300).Select(i => i)]);
        await WriteAtAnglesAsync(Ann, 170, 175, 180);

        Assert.Equal(["at170", "at175", "at180"], await NearestIdsAsync(Query(0), OnlyAnn, limit: 3));
        Assert.Equal(["at170"], await NearestIdsAsync(Query(0), null, new MemoryFilter { UserId = TagFilter.Equal("ann") }, limit: 1));
        Assert.Empty(await NearestIdsAsync(Query(0), AccessScope.Of(Nobody)));
    }

    [Fact]
    public async Task The_total_is_what_the_filter_admits_or_what_is_within_the_distance()
    {
        await WriteAtAnglesAsync(Ann, 0, 45, 90, 135, 180);
        await UpsertAsync(Samples.Record(Ann, "without vector"), Samples.Record(Bob, "of Bob"));

        Assert.Equal(6, (await Store.Search.NearestAsync(OnlyAnn, MemoryFilter.None, Query(0), 2, None)).Total);
        Assert.Equal(3, (await Store.Search.NearestAsync(OnlyAnn, MemoryFilter.None, Query(0, 1.0 + Tolerance), 2, None)).Total);
        Assert.Equal(["at000", "at045"], await NearestIdsAsync(Query(0, 0.5)));
        Assert.Equal(0, (await Store.Search.NearestAsync(OnlyAnn, MemoryFilter.None, Query(270, 0.1), 2, None)).Total);
    }

    [Fact]
    public async Task The_maximum_distance_is_included()
    {
        var record = Samples.Record(Ann, "m1");
        await UpsertAsync(record);
        await PutVectorsAsync(Vector(record, 0, 1));

        Assert.Equal(["m1"], await NearestIdsAsync(new VectorQuery(Plane, new float[] { 1, 0 }, 1.0)));
        Assert.Empty(await NearestIdsAsync(new VectorQuery(Plane, new float[] { 1, 0 }, 0.999)));
    }

    [Fact]
    [Trait("Trap", "T63")]
    public async Task Vectors_of_different_models_and_sizes_never_mix()
    {
        var records = await WriteAtAnglesAsync(Ann, 0, 10);
        var (otherModel, otherSize) = (new EmbeddingSpace("other-model", 2), new EmbeddingSpace("test-model", 3));
        var (inOther, inThree) = (Samples.Record(Ann, "other"), Samples.Record(Ann, "three"));
        await UpsertAsync(inOther, inThree);
        await Store.Search.PutVectorsAsync(Everything, otherModel, [Vector(inOther, 1, 0)], None);
        await Store.Search.PutVectorsAsync(Everything, otherSize, [Vector(inThree, 1, 0, 0)], None);

        Assert.Equal(["at000", "at010"], await NearestIdsAsync(Query(0)));
        Assert.Equal(["other"], await NearestIdsAsync(new VectorQuery(otherModel, new float[] { 1, 0 })));
        Assert.Equal(["three"], await NearestIdsAsync(new VectorQuery(otherSize, new float[] { 1, 0, 0 })));
        Assert.Empty(await NearestIdsAsync(new VectorQuery(new EmbeddingSpace("unknown", 2), new float[] { 1, 0 })));
        Assert.Equal(
            records.Select(KeyOf), (await DistancesAsync([.. records, inOther, inThree])).Keys.OrderBy(key => key.Id, StringComparer.Ordinal));
    }

    private Task<IReadOnlyDictionary<MemoryKey, double>> DistancesAsync(IReadOnlyList<MemoryRecord> records, AccessScope? scope = null) =>
        Store.Search.DistancesAsync(scope ?? Everything, [.. records.Select(KeyOf)], Query(0), None);

    [Fact]
    public async Task Distances_of_given_records_stay_in_scope()
    {
        var anns = await WriteAtAnglesAsync(Ann, 0, 90);
        var bobs = await WriteAtAnglesAsync(Bob, 180);
        var bare = Samples.Record(Ann, "bare");
        await UpsertAsync(bare);

        var all = await DistancesAsync([.. anns, .. bobs, bare, Samples.Record(Ann, "missing")]);
        var own = await DistancesAsync([.. anns, .. bobs], OnlyBob);

        Assert.Equal([0, 1, 2], new[] { KeyOf(anns[0]), KeyOf(anns[1]), KeyOf(bobs[0]) }.Select(key => Math.Round(all[key], 4)));
        Assert.Equal(3, all.Count);
        Assert.Equal([KeyOf(bobs[0])], own.Keys);
    }

    [Fact]
    public async Task Stored_vectors_of_given_records_are_of_unit_length_and_of_one_space()
    {
        var anns = await WriteAtAnglesAsync(Ann, 0);
        var bobs = await WriteAtAnglesAsync(Bob, 180);
        var (bare, long_, other) = (Samples.Record(Ann, "bare"), Samples.Record(Ann, "long"), Samples.Record(Ann, "other"));
        await UpsertAsync(bare, long_, other);
        await PutVectorsAsync(Vector(long_, 3, 4));
        await Store.Search.PutVectorsAsync(Everything, new EmbeddingSpace("other-model", 2), [Vector(other, 1, 0)], None);

        var vectors = await VectorsAsync(Everything, [.. anns, .. bobs, bare, long_, other, Samples.Record(Ann, "missing")]);

        Assert.Equal(["at000", "at180", "long"], vectors.Keys.Select(key => key.Id).Order());
        Assert.Equal([0.6, 0.8], vectors[KeyOf(long_)].ToArray().Select(value => Math.Round(value, 4)));
        Assert.Equal([KeyOf(bobs[0])], (await VectorsAsync(OnlyBob, [.. anns, .. bobs])).Keys);

        Task<IReadOnlyDictionary<MemoryKey, ReadOnlyMemory<float>>> VectorsAsync(AccessScope scope, IReadOnlyList<MemoryRecord> records) =>
            Store.Search.VectorsAsync(scope, [.. records.Select(KeyOf)], Plane, None);
    }

    [Fact]
    public async Task Each_stored_vector_leaves_its_entry_in_the_event_log()
    {
        var record = Samples.Record(Ann, "m1");
        await UpsertAsync(record);
        var before = await LastEventAsync();

        await PutVectorsAsync(Vector(record, 1, 0), Vector(Samples.Record(Ann, "missing"), 1, 0));

        var entry = Assert.Single((await Store.Events.ReadAsync(OnlyAnn, EventFilter.All, before, 10, None)).Entries);
        Assert.Equal((EventKinds.MemoryEmbedded, "m1"), (entry.Kind, entry.SubjectId));
    }
}
