using AgentMemory.Tasks;
using AgentMemory.Tenancy;
using TaskStatus = AgentMemory.Tasks.TaskStatus;

namespace AgentMemory.Storage.Conformance.Tasks;

public abstract partial class TaskQueueConformance
{
    [Fact]
    public async Task A_tracked_task_is_found_after_it_succeeded()
    {
        var queuedAt = Clock.Now;
        var id = await EnqueueAsync(NewTask(Ann, payload: "p") with { Tracked = true, SessionId = "s1" });
        Clock.Advance(Minute);
        var startedAt = Clock.Now;
        await Queue.FailAsync(await LeaseOneAsync(), "not yet", Clock.Now, None);
        var lease = await LeaseOneAsync();
        Assert.Equal("s1", lease.SessionId);
        Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.True(await Queue.CompleteAsync(lease, None));

        Assert.Equal(
            new TaskState(id, "test_kind", Ann, TaskStatus.Succeeded, 2, queuedAt, Clock.Now, null, "p", "s1", startedAt, Clock.Now),
            await StateAsync(id));
        Assert.Null(await Queue.FindAsync(OnlyBob, id, None));
        Assert.Equal(new TaskCounts(0, 0, 0), await Queue.CountAsync(None));
        Clock.Advance(TimeSpan.FromDays(1));
        Assert.Empty(await LeaseAsync());
        Assert.Empty(await Queue.ListDeadAsync(Everything, 0, 10, None));
        Assert.False(await Queue.RetryDeadAsync(Everything, id, None));
    }

    [Fact]
    public async Task A_dead_letter_tells_when_it_began_and_died_until_it_is_tried_again()
    {
        var id = await EnqueueAsync(NewTask(Ann));
        Assert.Equal((null, null), (((TaskState?)await StateAsync(id))!.StartedAt, (await StateAsync(id)).CompletedAt));
        var startedAt = Clock.Now;
        var lease = await LeaseOneAsync();
        Clock.Advance(TimeSpan.FromSeconds(3));
        await Queue.FailAsync(lease, "broken", null, None);
        Assert.Equal((startedAt, Clock.Now), ((await StateAsync(id)).StartedAt, (await StateAsync(id)).CompletedAt));

        await Queue.RetryDeadAsync(OnlyAnn, id, None);

        var state = await StateAsync(id);
        Assert.Equal((TaskStatus.Queued, 0, null, null, null), (state.Status, state.Attempts, state.StartedAt, state.CompletedAt, state.LastError));
    }

    [Fact]
    public async Task A_postponed_task_waits_and_the_attempt_does_not_count()
    {
        var id = await EnqueueAsync(NewTask(Ann, "key"));

        Assert.True(await Queue.PostponeAsync(await LeaseOneAsync(), "no model", Clock.Now.AddHours(6), None));

        var state = await StateAsync(id);
        Assert.Equal(
            (TaskStatus.Queued, 0, Clock.Now.AddHours(6), "no model"), (state.Status, state.Attempts, state.DueAt, state.LastError));
        Assert.Empty(await LeaseAsync());
        Clock.Advance(TimeSpan.FromHours(6));
        var lease = await LeaseOneAsync();
        Assert.Equal(1, lease.Attempt);
        await Queue.CompleteAsync(lease, None);
        Assert.False(await Queue.PostponeAsync(lease, "late", Clock.Now, None));
    }

    [Fact]
    public async Task A_tracked_task_that_a_newer_one_replaces_is_found()
    {
        var id = await EnqueueAsync(NewTask(Ann, "key", "one") with { Tracked = true });
        var lease = await LeaseOneAsync();
        await EnqueueAsync(NewTask(Ann, "key", "two"));

        Assert.True(await Queue.FailAsync(lease, "broken", Clock.Now, None));

        Assert.Equal(TaskStatus.Dead, (await StateAsync(id)).Status);
        Assert.Contains("newer", (await StateAsync(id)).LastError, StringComparison.Ordinal);
        Assert.Equal("two", (await LeaseOneAsync()).Payload);
    }

    [Fact]
    public async Task Purging_forgets_what_ended_before_and_nothing_that_is_to_be_done()
    {
        var succeeded = await EndAsync(succeed: true);
        var dead = await EndAsync(succeed: false);
        var queued = await EnqueueAsync(NewTask(Ann, dueAt: Clock.Now.AddDays(30)));
        Clock.Advance(TimeSpan.FromHours(1));
        var before = Clock.Now;
        var later = await EndAsync(succeed: true);
        await EnqueueAsync(NewTask(Ann, "leased"));
        var leased = (await LeaseOneAsync()).TaskId;

        Assert.Equal(1, await Queue.PurgeAsync(before, DateTimeOffset.UnixEpoch, 100, None));
        Assert.NotNull(await Queue.FindAsync(Everything, dead, None));
        Assert.Equal(1, await Queue.PurgeAsync(before, before, 100, None));
        Assert.Equal(0, await Queue.PurgeAsync(before, before, 100, None));

        foreach (var gone in new[] { succeeded, dead })
            Assert.Null(await Queue.FindAsync(Everything, gone, None));
        foreach (var kept in new[] { queued, later, leased })
            Assert.NotNull(await Queue.FindAsync(Everything, kept, None));
    }

    [Fact]
    public async Task Purging_keeps_the_newest_dead_letters()
    {
        var dead = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            dead.Add(await EndAsync(succeed: false));
            Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await EndAsync(succeed: true);

        Assert.Equal(3, await Queue.PurgeAsync(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, 2, None));

        Assert.Equal([dead[4], dead[3]], (await Queue.ListDeadAsync(Everything, 0, 10, None)).Select(task => task.TaskId));
    }

    [Fact]
    public async Task Tasks_are_listed_by_what_became_of_them()
    {
        var later = await EnqueueAsync(NewTask(Ann, dueAt: Clock.Now.AddDays(2)));
        var sooner = await EnqueueAsync(NewTask(Bob, dueAt: Clock.Now.AddDays(1)));
        await EnqueueAsync(NewTask(Ann));
        var leased = (await LeaseOneAsync()).TaskId;
        var dead = await EndAsync(succeed: false);
        await EndAsync(succeed: true);

        Assert.Equal([sooner, later], await ListAsync(Everything, TaskStatus.Queued));
        Assert.Equal([later], await ListAsync(OnlyAnn, TaskStatus.Queued));
        Assert.Equal([leased], await ListAsync(Everything, TaskStatus.Leased));
        Assert.Empty(await ListAsync(OnlyBob, TaskStatus.Leased));
        Assert.Equal([dead], await ListAsync(Everything, TaskStatus.Dead));
        Assert.Equal([later], (await Queue.ListAsync(Everything, TaskStatus.Queued, 1, 1, None)).Select(task => task.TaskId));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Queue.ListAsync(Everything, TaskStatus.Succeeded, 0, 1, None));
    }

    private async Task<IEnumerable<string>> ListAsync(AccessScope scope, TaskStatus status) =>
        (await Queue.ListAsync(scope, status, 0, 10, None)).Select(task => task.TaskId);

    private async Task<string> EndAsync(bool succeed)
    {
        var id = await EnqueueAsync(NewTask(Ann) with { Tracked = true });
        var lease = await LeaseOneAsync();
        Assert.True(await (succeed ? Queue.CompleteAsync(lease, None) : Queue.FailAsync(lease, "broken", null, None)));
        return id;
    }
}
