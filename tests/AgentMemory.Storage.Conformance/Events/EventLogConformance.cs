using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Conformance.Events;

/// <summary>
/// What <see cref="IEventLog"/> promises. That each change has its entry is in the suites of the stores that change.
/// </summary>
public abstract class EventLogConformance : StoreConformance
{
    private IEventLog Log => Store.Events;

    private Task<long> AppendAsync(Owner owner, string? subject = null) =>
        Log.AppendAsync(new MemoryEvent(0, Clock.Now, "test.event", owner, "s1", subject), None);

    private Task<EventPage> ReadAsync(long after = 0, AccessScope? scope = null, int limit = 100) =>
        Log.ReadAsync(scope ?? Everything, EventFilter.All, after, limit, None);

    [Fact]
    public async Task An_empty_log_is_complete()
    {
        var page = await ReadAsync();

        Assert.Empty(page.Entries);
        Assert.True(page.Complete);
    }

    [Fact]
    public async Task An_entry_round_trips_under_the_sequence_the_log_assigned()
    {
        var entry = new MemoryEvent(999, Samples.Then, "app.żółw", Ann, "s 1", "m|1");
        var bare = new MemoryEvent(0, Samples.Then, "bare", Nobody, null, null);

        var (first, second) = (await Log.AppendAsync(entry, None), await Log.AppendAsync(bare, None));

        Assert.True(first < second);
        Assert.Equal([entry with { Sequence = first }, bare with { Sequence = second }], (await ReadAsync()).Entries);
        Assert.Equal((await ReadAsync()).Entries, (await (await OtherClientAsync()).Events.ReadAsync(Everything, EventFilter.All, 0, 100, None)).Entries);
    }

    [Fact]
    public async Task A_reader_goes_on_where_it_stopped()
    {
        var sequences = new List<long>();
        for (var i = 0; i < 10; i++)
            sequences.Add(await AppendAsync(Ann, $"{i}"));
        var seen = new List<long>();

        for (var page = await ReadAsync(limit: 4); page.Entries.Count > 0; page = await ReadAsync(seen[^1], limit: 4))
        {
            Assert.True(page.Complete);
            Assert.InRange(page.Entries.Count, 1, 4);
            seen.AddRange(page.Entries.Select(entry => entry.Sequence));
        }

        Assert.Equal(sequences, seen);
    }

    [Fact]
    public async Task A_reader_sees_its_scope_only()
    {
        await AppendAsync(Ann, "a1");
        await AppendAsync(Bob, "b1");
        await AppendAsync(Nobody, "n1");
        await AppendAsync(Ann, "a2");

        Assert.Equal(["a1", "a2"], (await ReadAsync(scope: OnlyAnn)).Entries.Select(entry => entry.SubjectId));
        Assert.Equal(["a1", "b1", "a2"], (await ReadAsync(scope: AccessScope.Bound(["tests"], null))).Entries.Select(entry => entry.SubjectId));
        Assert.Equal(["n1"], (await ReadAsync(scope: AccessScope.Of(Nobody))).Entries.Select(entry => entry.SubjectId));
        Assert.Equal(["a1"], (await ReadAsync(scope: OnlyAnn, limit: 1)).Entries.Select(entry => entry.SubjectId));
    }

    [Fact]
    public async Task Trimming_drops_the_oldest_and_readers_are_told()
    {
        var sequences = new List<long>();
        for (var i = 0; i < 10; i++)
            sequences.Add(await AppendAsync(Ann));

        Assert.Equal(6, await Log.TrimAsync(4, int.MaxValue, None));
        Assert.Equal(0, await Log.TrimAsync(4, int.MaxValue, None));

        var fromStart = await ReadAsync();
        Assert.Equal(sequences[6..], fromStart.Entries.Select(entry => entry.Sequence));
        Assert.False(fromStart.Complete);
        Assert.False((await ReadAsync(sequences[2])).Complete);
        Assert.True((await ReadAsync(sequences[5])).Complete);
        Assert.True((await ReadAsync(sequences[9])).Complete);
    }

    [Fact]
    public async Task Sequences_go_on_after_everything_was_trimmed()
    {
        await AppendAsync(Ann);
        var last = await AppendAsync(Ann);
        Assert.Equal(2, await Log.TrimAsync(0, int.MaxValue, None));
        Assert.True((await ReadAsync(last)).Complete);
        Assert.False((await ReadAsync()).Complete);

        var next = await AppendAsync(Ann);

        Assert.True(next > last);
        Assert.Equal([next], (await ReadAsync(last)).Entries.Select(entry => entry.Sequence));
    }

    [Fact]
    public async Task Concurrent_entries_are_seen_by_a_polling_reader_each_once_in_order()
    {
        const int Writers = 8, Entries = 25;
        var other = await OtherClientAsync();
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < Entries; i++)
                await (writer % 2 == 0 ? Store : other).Events.AppendAsync(new(0, Clock.Now, "k", Ann, null, $"{writer}-{i}"), None);
        })));
        var seen = new List<MemoryEvent>();

        var deadline = DateTime.UtcNow + Patience;
        while (seen.Count < Writers * Entries && DateTime.UtcNow < deadline)
            seen.AddRange((await other.Events.ReadAsync(OnlyAnn, EventFilter.All, seen is [.., var last] ? last.Sequence : 0, 7, None)).Entries);
        await writing;

        Assert.Equal(Writers * Entries, seen.Select(entry => entry.SubjectId).Distinct().Count());
        Assert.Equal(seen.Select(entry => entry.Sequence).Order(), seen.Select(entry => entry.Sequence));
        Assert.Empty((await ReadAsync(seen[^1].Sequence)).Entries);
    }
}
