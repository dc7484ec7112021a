using AgentMemory.Errors;
using TaskStatus = AgentMemory.Tasks.TaskStatus;

namespace AgentMemory.Storage.Conformance.Tasks;

public abstract partial class TaskQueueConformance
{
    [Fact]
    [Trait("Trap", "T11")]
    public async Task A_key_is_worked_on_by_one_at_a_time()
    {
        await EnqueueAsync(NewTask(Ann, "key", "one"));
        var lease = await LeaseOneAsync();
        await EnqueueAsync(NewTask(Ann, "key", "two"));
        await EnqueueAsync(NewTask(Bob, "key", "other owner"));
        await EnqueueAsync(NewTask(Ann, "key", "other kind", kind: "other_kind"));

        var others = await (await OtherClientAsync()).Tasks.LeaseAsync("other", 10, Minute, None);

        Assert.Equal(["other kind", "other owner"], others.Select(other => other.Payload).Order());
        Assert.Empty(await LeaseAsync());
        Assert.True(await Queue.CompleteAsync(lease, None));
        Assert.Equal("two", (await LeaseOneAsync()).Payload);
    }

    [Fact]
    [Trait("Trap", "T11")]
    public async Task A_lease_that_ran_out_comes_before_the_next_task_of_its_key()
    {
        await EnqueueAsync(NewTask(Ann, "key", "one"));
        await LeaseOneAsync();
        await EnqueueAsync(NewTask(Ann, "key", "two"));
        Clock.Advance(Minute + TimeSpan.FromSeconds(1));

        var lease = await LeaseOneAsync();

        Assert.Equal(("one", 2), (lease.Payload, lease.Attempt));
        Assert.Empty(await LeaseAsync());
    }

    [Fact]
    public async Task Waiting_ends_when_a_key_becomes_free()
    {
        await EnqueueAsync(NewTask(Ann, "key", "one"));
        var lease = await LeaseOneAsync();
        await EnqueueAsync(NewTask(Ann, "key", "two"));
        await Queue.WaitAsync(TimeSpan.FromMilliseconds(20), None);
        var waiting = Queue.WaitAsync(TimeSpan.FromMinutes(10), None);

        await Queue.CompleteAsync(lease, None);

        await waiting.WaitAsync(Patience);
        Assert.Equal("two", (await LeaseOneAsync()).Payload);
    }

    [Fact]
    [Trait("Trap", "T11")]
    public async Task Many_workers_never_share_a_key()
    {
        const int Rounds = 20;
        var other = await OtherClientAsync();
        var running = 0;
        var done = 0;
        using var stop = new CancellationTokenSource(3 * Patience);
        var workers = Enumerable.Range(0, 6).Select(worker => Task.Run(async () =>
        {
            var queue = (worker % 2 == 0 ? Store : other).Tasks;
            while (Volatile.Read(ref done) < Rounds)
            {
                foreach (var lease in await queue.LeaseAsync($"w{worker}", 5, Minute, stop.Token))
                {
                    Assert.Equal(1, Interlocked.Increment(ref running));
                    await queue.EnqueueAsync(NewTask(Ann, "key"), stop.Token);
                    Interlocked.Decrement(ref running);
                    Interlocked.Increment(ref done);
                    await queue.CompleteAsync(lease, stop.Token);
                }
            }
        })).ToList();

        await EnqueueAsync(NewTask(Ann, "key"));

        await Task.WhenAll(workers);
    }

    [Fact]
    [Trait("Trap", "T11")]
    public async Task Requests_push_a_task_back_only_so_far()
    {
        var first = Clock.Now;
        for (var i = 0; i < 10; i++)
        {
            await EnqueueAsync(NewTask(Ann, "key", $"{i}", Clock.Now.AddSeconds(30)) with { MaximumDelay = TimeSpan.FromSeconds(60) });
            Clock.Advance(TimeSpan.FromSeconds(10));
            if (await LeaseAsync() is [var lease])
            {
                Assert.Equal((first.AddSeconds(60), "5"), (Clock.Now, lease.Payload));
                return;
            }
        }

        Assert.Fail("It was pushed back for ever");
    }

    [Fact]
    public async Task A_request_may_name_its_task()
    {
        var request = NewTask(Ann, payload: "first") with { Id = "chosen" };

        Assert.Equal("chosen", await EnqueueAsync(request));
        Assert.Equal("chosen", await EnqueueAsync(request with { Payload = "second", DueAt = Clock.Now.AddHours(1) }));

        Assert.Equal(("first", Clock.Now), ((await StateAsync("chosen")).Payload, (await StateAsync("chosen")).DueAt));
        Assert.Equal(1, (await Queue.CountAsync(None)).Queued);
    }

    [Fact]
    public async Task A_named_task_is_left_as_it_is_whatever_has_become_of_it()
    {
        var request = NewTask(Ann, "key") with { Id = "chosen", Tracked = true };
        await EnqueueAsync(request);
        var lease = await LeaseOneAsync();
        Assert.Equal("chosen", await EnqueueAsync(request));
        Assert.Equal(TaskStatus.Leased, (await StateAsync("chosen")).Status);
        await Queue.CompleteAsync(lease, None);
        Assert.Equal("chosen", await EnqueueAsync(request));
        Assert.Equal(TaskStatus.Succeeded, (await StateAsync("chosen")).Status);
        Assert.Empty(await LeaseAsync());
    }

    [Fact]
    [Trait("Trap", "T49")]
    public async Task Anothers_task_id_is_refused_without_telling_of_it()
    {
        await EnqueueAsync(NewTask(Ann, payload: "secret") with { Id = "chosen" });

        foreach (var request in new[] { NewTask(Bob) with { Id = "chosen" }, NewTask(Ann, kind: "other_kind") with { Id = "chosen" } })
        {
            var error = await Assert.ThrowsAsync<ConflictException>(() => EnqueueAsync(request));
            Assert.DoesNotContain("ann", error.Message, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("test_kind", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal("secret", (await StateAsync("chosen")).Payload);
    }

    [Fact]
    public async Task A_queued_task_of_the_key_takes_a_named_request_in()
    {
        var queued = await EnqueueAsync(NewTask(Ann, "key", "one"));

        Assert.Equal(queued, await EnqueueAsync(NewTask(Ann, "key", "two") with { Id = "chosen", Tracked = true }));

        var lease = await LeaseOneAsync();
        Assert.Equal((queued, "two"), (lease.TaskId, lease.Payload));
        await Queue.CompleteAsync(lease, None);
        Assert.Equal(TaskStatus.Succeeded, (await StateAsync(queued)).Status);
    }
}
