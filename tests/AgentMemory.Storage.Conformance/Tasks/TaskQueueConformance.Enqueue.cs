using AgentMemory.Tasks;
using AgentMemory.Tenancy;
using TaskStatus = AgentMemory.Tasks.TaskStatus;

namespace AgentMemory.Storage.Conformance.Tasks;

public abstract partial class TaskQueueConformance
{
    [Fact]
    public async Task A_task_reaches_its_worker_as_it_was_queued()
    {
        var request = new TaskRequest
        {
            Kind = "promote_working_memory",
            Owner = Ann,
            Payload = """{"text": "żółw 日本 'quoted' \u0000"}""",
            Key = "tests/ann/s:1|*",
            TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        };
        var id = await EnqueueAsync(request);

        var lease = await LeaseOneAsync();

        Assert.Equal(
            (id, request.Kind, Ann, request.Payload, request.Key, request.TraceParent, 1),
            (lease.TaskId, lease.Kind, lease.Owner, lease.Payload, lease.Key, lease.TraceParent, lease.Attempt));
    }

    [Fact]
    public async Task A_task_without_owner_or_key_stays_so()
    {
        await EnqueueAsync(NewTask(Nobody));
        await EnqueueAsync(NewTask(Nobody));

        var leases = await LeaseAsync();

        Assert.Equal(2, leases.Count);
        Assert.All(leases, lease => Assert.Equal((Nobody, null, null), (lease.Owner, lease.Key, lease.TraceParent)));
    }

    [Fact]
    public async Task A_task_is_not_leased_before_it_is_due()
    {
        await EnqueueAsync(NewTask(Ann, dueAt: Clock.Now.AddSeconds(30)));
        Assert.Empty(await LeaseAsync());

        Clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Empty(await LeaseAsync());

        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Single(await LeaseAsync());
    }

    [Fact]
    public async Task Tasks_are_leased_earliest_due_first_up_to_the_limit()
    {
        foreach (var second in new[] { 5, 1, 4, 2, 3 })
            await EnqueueAsync(NewTask(Ann, payload: $"{second}", dueAt: Clock.Now.AddSeconds(second)));
        Clock.Advance(Minute);

        Assert.Equal(["1", "2"], (await LeaseAsync(2)).Select(lease => lease.Payload));
        Assert.Equal(["3", "4", "5"], (await LeaseAsync(100)).Select(lease => lease.Payload));
    }

    [Fact]
    [Trait("Trap", "T11")]
    public async Task A_queued_key_is_one_task_with_the_last_payload_and_due_time()
    {
        var first = await EnqueueAsync(NewTask(Ann, "key", "one", Clock.Now.AddSeconds(10)));
        var second = await EnqueueAsync(NewTask(Ann, "key", "two", Clock.Now.AddSeconds(20)));

        Assert.Equal(first, second);
        Assert.Equal(1, (await Queue.CountAsync(None)).Queued);
        Assert.Equal(Clock.Now.AddSeconds(20), (await StateAsync(first)).DueAt);
        Clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Empty(await LeaseAsync());
        Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("two", (await LeaseOneAsync()).Payload);
    }

    [Fact]
    [Trait("Trap", "T49")]
    public async Task Keys_of_other_owners_and_kinds_are_other_tasks()
    {
        await EnqueueAsync(NewTask(Ann, "key"));
        await EnqueueAsync(NewTask(Bob, "key"));
        await EnqueueAsync(NewTask(Nobody, "key"));
        await EnqueueAsync(NewTask(Ann, "Key"));
        await EnqueueAsync(NewTask(Ann, "key", kind: "other_kind"));
        await EnqueueAsync(NewTask(new Owner("tests", null), "key"));

        Assert.Equal(6, (await Queue.CountAsync(None)).Queued);
    }

    [Fact]
    [Trait("Trap", "T11")]
    public async Task A_key_that_is_being_worked_on_is_queued_anew()
    {
        var first = await EnqueueAsync(NewTask(Ann, "key", "one"));
        var lease = await LeaseOneAsync();

        var second = await EnqueueAsync(NewTask(Ann, "key", "two"));

        Assert.NotEqual(first, second);
        Assert.True(await Queue.CompleteAsync(lease, None));
        Assert.Equal("two", (await LeaseOneAsync()).Payload);
    }

    [Fact]
    public async Task A_failed_task_does_not_make_its_key_queued_twice()
    {
        await EnqueueAsync(NewTask(Ann, "key", "one"));
        var lease = await LeaseOneAsync();
        await EnqueueAsync(NewTask(Ann, "key", "two", Clock.Now.AddSeconds(5)));

        Assert.True(await Queue.FailAsync(lease, "broken", Clock.Now.AddSeconds(1), None));

        Assert.Equal(1, (await Queue.CountAsync(None)).Queued);
        Clock.Advance(Minute);
        Assert.Equal("two", (await LeaseOneAsync()).Payload);
    }

    [Fact]
    public async Task Concurrent_requests_with_one_key_are_one_task()
    {
        var other = await OtherClientAsync();

        var ids = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(() =>
            (i % 2 == 0 ? Store : other).Tasks.EnqueueAsync(NewTask(Ann, "key", $"{i}"), None))));

        Assert.Single(ids.Distinct());
        Assert.Equal(new TaskCounts(1, 0, 0), await Queue.CountAsync(None));
    }

    [Fact]
    public async Task Counts_follow_a_tasks_life()
    {
        await EnqueueAsync(NewTask(Ann));
        await EnqueueAsync(NewTask(Bob));
        await EnqueueAsync(NewTask(Bob, dueAt: Clock.Now.AddHours(1)));
        Assert.Equal(new TaskCounts(3, 0, 0), await Queue.CountAsync(None));

        var leases = await LeaseAsync();
        Assert.Equal(new TaskCounts(1, 2, 0), await Queue.CountAsync(None));

        await Queue.FailAsync(leases[0], "broken", null, None);
        await Queue.CompleteAsync(leases[1], None);
        Assert.Equal(new TaskCounts(1, 0, 1), await (await OtherClientAsync()).Tasks.CountAsync(None));
    }

    [Fact]
    public async Task States_are_seen_within_scope_only()
    {
        var id = await EnqueueAsync(NewTask(Ann, dueAt: Clock.Now.AddSeconds(1)));

        Assert.Equal(
            new TaskState(id, "test_kind", Ann, TaskStatus.Queued, 0, Clock.Now, Clock.Now.AddSeconds(1), null, "{}", null, null, null),
            await Queue.FindAsync(OnlyAnn, id, None));
        Assert.Null(await Queue.FindAsync(OnlyBob, id, None));
        Assert.Null(await Queue.FindAsync(AccessScope.Of(Nobody), id, None));
        Assert.Null(await Queue.FindAsync(Everything, "no such task", None));
    }
}
