using AgentMemory.Errors;
using AgentMemory.LongTermMemory;
using AgentMemory.Storage.Conformance;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Sqlite.Tests;

public sealed class UnavailableFileTests : SqliteFileTests
{
    [Fact]
    public async Task A_file_locked_for_longer_than_the_busy_time_out_refuses_writes_and_keeps_serving_reads()
    {
        await using var store = Open(busyTimeout: TimeSpan.FromMilliseconds(200));
        await AppendAsync(store, "before");
        using var raw = OpenRaw();
        Run(raw, "BEGIN EXCLUSIVE");

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => AppendAsync(store, "refused"));
        Assert.Contains("locked", error.Message, StringComparison.Ordinal);
        Assert.True(error.RetryAfter > TimeSpan.Zero);
        Assert.Equal(["before"], await MessageIdsAsync(store));

        Run(raw, "ROLLBACK");
        await AppendAsync(store, "after");
        Assert.Equal(["before", "after"], await MessageIdsAsync(store));
    }

    [Fact]
    public async Task A_short_lock_only_delays_the_write()
    {
        await using var store = Open();
        await AppendAsync(store, "before");
        using var raw = OpenRaw();
        Run(raw, "BEGIN EXCLUSIVE");
        var append = AppendAsync(store, "delayed");
        await Task.Delay(300);
        Assert.False(append.IsCompleted);

        Run(raw, "COMMIT");

        await append.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(["before", "delayed"], await MessageIdsAsync(store));
    }

    [Fact]
    public async Task A_full_disk_refuses_writes_and_loses_nothing_that_was_acknowledged()
    {
        var acknowledged = new List<string>();
        await using (var store = Open(maximumBytes: 600_000))
        {
            StoreUnavailableException? full = null;
            for (var i = 0; full is null && i < 10_000; i++)
            {
                try
                {
                    await AppendAsync(store, $"m{i}", new string('x', 2000));
                    acknowledged.Add($"m{i}");
                }
                catch (StoreUnavailableException error)
                {
                    full = error;
                }
            }

            Assert.NotNull(full);
            Assert.Contains("full", full.Message, StringComparison.Ordinal);
            Assert.NotEmpty(acknowledged);
            Assert.Equal(acknowledged, await MessageIdsAsync(store));
            await Assert.ThrowsAsync<StoreUnavailableException>(() => UpsertAsync(store, new string('y', 100_000)));
            Assert.Null(await store.LongTerm.FindAsync(AccessScope.Everything, new MemoryLookup("big"), None));
        }

        await using var reopened = Open();
        Assert.Equal(acknowledged, await MessageIdsAsync(reopened));
        await UpsertAsync(reopened, "there is space again");
    }

    private static Task<IReadOnlyList<UpsertResult>> UpsertAsync(StoreFixture store, string text) => store.LongTerm.UpsertAsync(
        AccessScope.Everything, [Samples.Record(Ann, "big", text)], new UpsertOptions { OperationId = "op" }, None);

    [Fact]
    public async Task Of_writes_that_share_a_commit_only_the_refused_ones_fail()
    {
        await using var store = Open();
        await AppendAsync(store, "same", "first content");

        var appends = Enumerable.Range(0, 100)
            .Select(i => i % 3 == 0 ? AppendAsync(store, "same", $"other content {i}") : AppendAsync(store, $"m{i}")).ToList();
        await Task.WhenAll(appends.Select(append => append.ContinueWith(_ => { }, TaskScheduler.Default)));

        for (var i = 0; i < appends.Count; i++)
            Assert.Equal(i % 3 == 0 ? typeof(ConflictException) : null, appends[i].Exception?.InnerException?.GetType());
        Assert.Equal(67, (await MessageIdsAsync(store)).Length);
    }
}
