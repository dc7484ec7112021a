using AgentMemory.LongTermMemory;
using AgentMemory.Search;

namespace AgentMemory.Storage.Conformance.Search;

public abstract partial class MemorySearchIndexConformance
{
    private async Task<string[]> WithoutVectorAsync(int limit = 100) =>
        [.. (await Store.Search.WithoutVectorAsync(Plane, limit, None)).Select(record => record.Id)];

    [Fact]
    public async Task A_vector_of_an_old_text_is_ignored()
    {
        var old = Samples.Record(Ann, "m1", "old text");
        await UpsertAsync(old);
        await ReplaceAsync(old with { Text = "new text" });

        await PutVectorsAsync(Vector(old, 1, 0));

        Assert.Empty(await NearestIdsAsync(Query(0)));
        Assert.Equal(["m1"], await WithoutVectorAsync());
    }

    [Fact]
    [Trait("Trap", "T38")]
    public async Task A_vector_does_not_recreate_a_record()
    {
        var record = Samples.Record(Ann, "m1");
        await UpsertAsync(record);
        await DeleteAsync("m1");

        await PutVectorsAsync(Vector(record, 1, 0));

        Assert.Empty(await NearestIdsAsync(Query(0)));
        Assert.Equal(0, await Store.LongTerm.CountAsync(Everything, MemoryFilter.None, None));
        await UpsertAsync(record);
        Assert.Empty(await NearestIdsAsync(Query(0)));
    }

    [Fact]
    public async Task A_vector_outside_the_scope_is_ignored()
    {
        var record = Samples.Record(Ann, "m1");
        await UpsertAsync(record);

        await Store.Search.PutVectorsAsync(OnlyBob, Plane, [Vector(record, 1, 0)], None);

        Assert.Empty(await NearestIdsAsync(Query(0)));
    }

    [Fact]
    public async Task A_vector_goes_with_its_text()
    {
        var records = await WriteAtAnglesAsync(Ann, 0, 1, 2);
        await ReplaceAsync(records[0] with { Text = "edited" });
        await UpsertAsync(records[1] with { Text = "replaced" });

        Assert.Equal(["at002"], await NearestIdsAsync(Query(0)));
        Assert.Equal(["at000", "at001"], (await WithoutVectorAsync()).Order());

        await PutVectorsAsync(Vector(records[0] with { Text = "edited" }, AtAngle(90)));
        Assert.Equal(["at002", "at000"], await NearestIdsAsync(Query(0)));
    }

    [Fact]
    [Trait("Spec", "10.11")]
    public async Task A_vector_stays_when_only_other_members_change()
    {
        var records = await WriteAtAnglesAsync(Ann, 0, 1);
        await ReplaceAsync(records[0] with { Pinned = true, Topics = ["new"], CreatedAt = Samples.Then.AddYears(1) });
        await UpsertAsync(records[1] with { EventDate = Samples.Then });
        await Store.LongTerm.TouchAsync(Everything, [KeyOf(records[0])], Clock.Now, TimeSpan.Zero, None);

        Assert.Equal(["at000", "at001"], await NearestIdsAsync(Query(0)));
        Assert.Equal(["at000"], await NearestIdsAsync(Query(0), null, new MemoryFilter { Topics = TagFilter.Equal("new") }));
        Assert.Empty(await WithoutVectorAsync());
    }

    [Fact]
    public async Task A_vector_moves_with_its_record()
    {
        var record = (await WriteAtAnglesAsync(Ann, 0))[0];

        await ReplaceAsync(record with { Namespace = Bob.Namespace, UserId = Bob.UserId }, KeyOf(record));

        Assert.Empty(await NearestIdsAsync(Query(0), OnlyAnn));
        Assert.Equal(["at000"], await NearestIdsAsync(Query(0), OnlyBob));
    }

    [Fact]
    public async Task A_new_vector_replaces_the_old_one()
    {
        var records = await WriteAtAnglesAsync(Ann, 0, 45);

        await PutVectorsAsync(Vector(records[0], AtAngle(90)));

        Assert.Equal(["at045", "at000"], await NearestIdsAsync(Query(0)));
    }

    [Fact]
    public async Task Vectors_of_deleted_and_absorbed_records_are_gone()
    {
        await UpsertAsync(Samples.Record(Ann, "a", "same"), Samples.Record(Ann, "b", "same"), Samples.Record(Ann, "c"));
        await PutVectorsAsync(
            Vector(Samples.Record(Ann, "a", "same"), 1, 0), Vector(Samples.Record(Ann, "b", "same"), 1, 0), Vector(Samples.Record(Ann, "c"), 1, 0));
        Assert.Equal(["a", "b", "c"], await NearestIdsAsync(Query(0)));

        await DeleteAsync("c");
        await Store.LongTerm.AbsorbAsync(Everything, new MemoryKey(Ann, "a"), [new MemoryKey(Ann, "b")], None);

        Assert.Equal(["a"], await NearestIdsAsync(Query(0)));
        Assert.Equal(1, (await Store.Search.NearestAsync(Everything, MemoryFilter.None, Query(0), 10, None)).Total);
    }

    [Fact]
    public async Task Both_clients_see_each_others_vectors_at_once()
    {
        var other = await OtherClientAsync();
        var records = await WriteAtAnglesAsync(Ann, 10, 20);
        Assert.Equal(["at010", "at020"], await NearestIdsAsync(Query(0), client: other));

        await other.Search.PutVectorsAsync(Everything, Plane, [Vector(records[0], AtAngle(30))], None);
        Assert.Equal(["at020", "at010"], await NearestIdsAsync(Query(0)));
        Assert.Equal(["at020", "at010"], await NearestIdsAsync(Query(0), client: other));

        await UpsertAsync(Samples.Record(Ann, "at005"));
        await PutVectorsAsync(Vector(Samples.Record(Ann, "at005"), AtAngle(5)));
        Assert.Equal(["at005", "at020", "at010"], await NearestIdsAsync(Query(0), client: other));

        await ReplaceAsync(records[1] with { Text = "edited" });
        Assert.Equal(["at005", "at010"], await NearestIdsAsync(Query(0), client: other));

        await other.LongTerm.DeleteAsync(Everything, [new MemoryLookup("at005")], WriteCondition.None, None);
        Assert.Equal(["at010"], await NearestIdsAsync(Query(0)));
    }

    [Fact]
    [Trait("Trap", "T63")]
    public async Task Records_without_a_vector_of_the_space_are_listed_oldest_first()
    {
        var (oldest, older, newest) = (
            Samples.Record(Nobody, "c"), Samples.Record(Ann, "b") with { CreatedAt = Samples.Then.AddDays(1) },
            Samples.Record(Bob, "a") with { CreatedAt = Samples.Then.AddDays(2) });
        await UpsertAsync(oldest, older, Samples.Record(Ann, "d"), newest);
        await PutVectorsAsync(Vector(Samples.Record(Ann, "d"), 1, 0));
        await Store.Search.PutVectorsAsync(Everything, new EmbeddingSpace("other-model", 2), [Vector(older, 1, 0)], None);

        Assert.Equal(["c", "b", "a"], await WithoutVectorAsync());
        Assert.Equal(["c", "b"], await WithoutVectorAsync(2));
    }
}
