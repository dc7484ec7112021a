using AgentMemory.LongTermMemory;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;

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
    public async Task The_newest_entry_is_known_whosever_it_is_and_when_it_was_trimmed()
    {
        Assert.Equal(0, await Log.NewestAsync(None));
        await AppendAsync(Ann);
        var newest = await AppendAsync(Nobody);
        Assert.Equal(newest, await Log.NewestAsync(None));
        Assert.Equal(newest, await (await OtherClientAsync()).Events.NewestAsync(None));

        Clock.Advance(TimeSpan.FromHours(1));
        await Log.TrimAsync(keep: 0, keepPerSession: 100, None);

        Assert.Empty((await ReadAsync()).Entries);
        Assert.Equal(newest, await Log.NewestAsync(None));
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

    [Fact]
    public async Task An_entrys_detail_stays_as_it_was_written()
    {
        var detail = Samples.JsonObject("""{"merge_id": "01J", "n": [1, 2.50, null], "name": "żółw"}""");

        await Log.AppendAsync(new MemoryEvent(0, Clock.Now, "k", Ann, null, null, detail), None);

        Same.Json(detail, Assert.Single((await ReadAsync()).Entries).Detail!.Value);
    }

    [Fact]
    public async Task A_filter_admits_the_entries_of_one_session_or_one_memory()
    {
        var entries = new List<(long Sequence, Owner Owner, string? Session, string? Memory)>();
        foreach (var owner in new[] { Ann, Bob, Nobody })
        {
            foreach (var (session, memory) in new (string?, string?)[] { ("s1", null), ("s2", "m1"), (null, "m1"), ("s1", "m2") })
                entries.Add((await Log.AppendAsync(new(0, Clock.Now, "k", owner, session, memory), None), owner, session, memory));
        }

        foreach (var owner in new[] { Ann, Nobody })
        {
            var ofSession = new EventFilter { Session = new SessionKey(owner, "s1") };
            var ofMemory = new EventFilter { Memory = new MemoryKey(owner, "m1") };
            Assert.Equal(
                entries.Where(entry => entry.Owner == owner && entry.Session == "s1").Select(entry => entry.Sequence),
                await SequencesAsync(ofSession));
            Assert.Equal(
                entries.Where(entry => entry.Owner == owner && entry.Memory == "m1").Select(entry => entry.Sequence),
                await SequencesAsync(ofMemory));
            Assert.Single(await SequencesAsync(ofMemory, (await SequencesAsync(ofMemory))[0]));
            Assert.Empty((await Log.ReadAsync(OnlyBob, ofSession, 0, 100, None)).Entries);
        }

        async Task<long[]> SequencesAsync(EventFilter filter, long after = 0) =>
            [.. (await Log.ReadAsync(Everything, filter, after, 100, None)).Entries.Select(entry => entry.Sequence)];
    }

    [Fact]
    public async Task Trimming_a_session_leaves_the_others_and_tells_its_readers()
    {
        var (long1, short1) = (new SessionKey(Ann, "long"), new SessionKey(Ann, "short"));
        var sequences = new List<long>();
        for (var i = 0; i < 10; i++)
        {
            sequences.Add(await Log.AppendAsync(new(0, Clock.Now, "k", Ann, "long", null), None));
            if (i % 5 == 0)
                await Log.AppendAsync(new(0, Clock.Now, "k", Ann, "short", null), None);
            await Log.AppendAsync(new(0, Clock.Now, "k", Bob, "long", null), None);
            await Log.AppendAsync(new(0, Clock.Now, "k", Ann, null, null), None);
        }

        Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(12, await Log.TrimAsync(1000, 4, None));
        Assert.Equal(0, await Log.TrimAsync(1000, 4, None));

        var page = await OfAsync(long1);
        Assert.Equal(sequences[6..], page.Entries.Select(entry => entry.Sequence));
        Assert.False(page.Complete);
        Assert.False((await OfAsync(long1, sequences[4])).Complete);
        Assert.True((await OfAsync(long1, sequences[5])).Complete);
        Assert.True((await OfAsync(short1)).Complete);
        Assert.Equal(2, (await OfAsync(short1)).Entries.Count);
        Assert.False((await ReadAsync()).Complete);
        Assert.False((await ReadAsync(scope: OnlyAnn)).Complete);
        Assert.True((await ReadAsync(scope: AccessScope.Of(Nobody))).Complete);
        Assert.True((await ReadAsync(sequences[9])).Complete);

        await Log.TrimAsync(0, 4, None);
        Assert.False((await OfAsync(short1)).Complete);

        Task<EventPage> OfAsync(SessionKey session, long after = 0) =>
            Log.ReadAsync(Everything, new EventFilter { Session = session }, after, 100, None);
    }

    [Fact]
    public async Task Waiting_ends_when_an_entry_is_added_by_any_client()
    {
        var other = await OtherClientAsync();
        await Task.Delay(500);
        var own = Log.WaitAsync(TimeSpan.FromMinutes(10), None);
        var others = other.Events.WaitAsync(TimeSpan.FromMinutes(10), None);
        await Task.Delay(300);
        Assert.False(own.IsCompleted || others.IsCompleted);

        await AppendAsync(Ann);

        await Task.WhenAll(own, others).WaitAsync(Patience);
    }

    [Fact]
    public async Task No_entry_is_missed_between_a_look_and_the_wait()
    {
        const int Entries = 40;
        var other = await OtherClientAsync();
        var readers = new[] { Store, Store, other }.Select(client => Task.Run(async () =>
        {
            var (after, seen) = (0L, 0);
            while (seen < Entries)
            {
                var page = await client.Events.ReadAsync(Everything, EventFilter.All, after, 100, None);
                seen += page.Entries.Count;
                if (page.Entries is [.., var last])
                    after = last.Sequence;
                else
                    await client.Events.WaitAsync(TimeSpan.FromMinutes(10), None);
            }
        })).ToArray();

        for (var i = 0; i < Entries; i++)
        {
            await AppendAsync(Ann);
            if (i % 10 == 0)
                await Task.Delay(20);
        }

        await Task.WhenAll(readers).WaitAsync(Patience);
    }

    [Fact]
    public async Task A_wait_ends_at_the_latest_after_the_given_time_and_can_be_cancelled()
    {
        await Task.Delay(300);
        await Log.WaitAsync(TimeSpan.FromMilliseconds(100), None).WaitAsync(Patience);
        using var cancellation = new CancellationTokenSource();
        var waiting = Log.WaitAsync(TimeSpan.FromMinutes(10), cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Patience));
    }
}
