using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Storage.Conformance;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Sqlite.Tests;

/// <summary>A process that dies leaves the file and its log as they are at that moment: a copy of both is what it leaves.</summary>
public sealed class CrashTests : SqliteFileTests
{
    private static async Task WriteAllKindsAsync(StoreFixture store)
    {
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => AppendAsync(store, $"m{i:000}")));
        await store.LongTerm.UpsertAsync(
            AccessScope.Everything, [Samples.Record(Ann, "kept", "river stone"), Samples.Record(Ann, "gone", "moon")],
            new UpsertOptions { OperationId = "op", Tasks = [new TaskRequest { Kind = "k", Owner = Ann, Payload = "p" }] }, None);
        await store.Search.PutVectorsAsync(
            AccessScope.Everything, new EmbeddingSpace("m", 2), [new(new MemoryKey(Ann, "kept"), "river stone", new float[] { 1, 0 })], None);
        await store.LongTerm.DeleteAsync(AccessScope.Everything, [new MemoryLookup("gone")], WriteCondition.None, None);
    }

    private static async Task AssertAllThereAsync(StoreFixture store)
    {
        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"m{i:000}"), (await MessageIdsAsync(store)).Order());
        var found = await store.Search.MatchAsync(
            AccessScope.Everything, MemoryFilter.None, new TextQuery(["river", "moon"], []), 10, None);
        Assert.Equal("kept", Assert.Single(found.Items).Record.Id);
        var nearest = await store.Search.NearestAsync(
            AccessScope.Everything, MemoryFilter.None, new VectorQuery(new EmbeddingSpace("m", 2), new float[] { 1, 0 }), 10, None);
        Assert.Equal("kept", Assert.Single(nearest.Items).Record.Id);
        Assert.Equal("p", Assert.Single(await store.Tasks.LeaseAsync("worker", 10, TimeSpan.FromMinutes(1), None)).Payload);
        Assert.Equal(204, (await store.Events.ReadAsync(AccessScope.Everything, AgentMemory.Events.EventFilter.All, 0, 1000, None)).Entries.Count);
    }

    private string CopyWithoutClosing(string name)
    {
        File.Copy(DatabasePath, PathOf(name));
        File.Copy(DatabasePath + "-wal", PathOf(name + "-wal"));
        return PathOf(name);
    }

    [Fact]
    public async Task What_was_acknowledged_survives_a_crash()
    {
        await using var store = Open();
        await WriteAllKindsAsync(store);

        await using var revived = Open(CopyWithoutClosing("crashed.db"));

        await AssertAllThereAsync(revived);
        await AppendAsync(revived, "goes on");
    }

    [Fact]
    public async Task A_commit_that_was_cut_off_does_not_harm_those_before_it()
    {
        await using var store = Open();
        await WriteAllKindsAsync(store);
        var path = CopyWithoutClosing("crashed.db");
        var half = new byte[2500];
        Random.Shared.NextBytes(half);
        await using (var log = new FileStream(path + "-wal", FileMode.Append))
            await log.WriteAsync(half);

        await using var revived = Open(path);

        await AssertAllThereAsync(revived);
    }

    [Fact]
    public async Task A_clean_stop_leaves_everything_too()
    {
        await using (var store = Open())
            await WriteAllKindsAsync(store);

        await using var reopened = Open();

        await AssertAllThereAsync(reopened);
    }
}
