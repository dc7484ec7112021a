using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Storage.Conformance;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Sqlite.Tests;

/// <summary>Caches stay true although others write the file, and although they drop the log that tells of it.</summary>
public sealed class SharedFileTests : SqliteFileTests
{
    private static readonly EmbeddingSpace Plane = new("m", 2);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_cached_session_is_read_again_although_its_change_was_trimmed_from_the_log(int kept)
    {
        await using var store = Open();
        await using var other = Open();
        await AppendAsync(store, "m1");
        Assert.Equal(["m1"], await MessageIdsAsync(store));

        await AppendAsync(other, "m2");
        if (kept > 0)
            await other.Events.AppendAsync(new(0, other.Clock.Now, "app.event", Ann, null, null), None);
        await other.Events.TrimAsync(kept, int.MaxValue, None);

        Assert.Equal(["m1", "m2"], await MessageIdsAsync(store));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_new_vector_is_found_although_its_entry_was_trimmed_from_the_log(int kept)
    {
        await using var store = Open();
        await using var other = Open();
        await UpsertAsync(store, "a");
        await UpsertAsync(store, "b");
        await PutVectorAsync(store, "a", 1, 0);
        Assert.Equal(["a"], await NearestAsync(store));

        await PutVectorAsync(other, "b", 0.9f, 0.1f);
        if (kept > 0)
            await other.Events.AppendAsync(new(0, other.Clock.Now, "app.event", Ann, null, null), None);
        await other.Events.TrimAsync(kept, int.MaxValue, None);

        Assert.Equal(["a", "b"], await NearestAsync(store));
    }

    private static Task<IReadOnlyList<UpsertResult>> UpsertAsync(StoreFixture store, string id) => store.LongTerm.UpsertAsync(
        AccessScope.Everything, [Samples.Record(Ann, id)], new UpsertOptions { OperationId = id }, None);

    private static Task PutVectorAsync(StoreFixture store, string id, params float[] values) => store.Search.PutVectorsAsync(
        AccessScope.Everything, Plane, [new(new MemoryKey(Ann, id), $"Text of {id}", values)], None);

    private static async Task<string[]> NearestAsync(StoreFixture store)
    {
        var found = await store.Search.NearestAsync(
            AccessScope.Everything, MemoryFilter.None, new VectorQuery(Plane, new float[] { 1, 0 }), 10, None);
        return [.. found.Items.Select(item => item.Record.Id)];
    }
}
