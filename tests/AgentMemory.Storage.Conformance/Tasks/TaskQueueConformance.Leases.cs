using AgentMemory.Tasks;
using TaskStatus = AgentMemory.Tasks.TaskStatus;

namespace AgentMemory.Storage.Conformance.Tasks;

public abstract partial class TaskQueueConformance
{
    [Fact]
    public async Task Of_many_workers_of_two_clients_each_task_has_one()
    {
        const int Count = 60;
        var other = await OtherClientAsync();
        for (var i = 0; i < Count; i++)
            await EnqueueAsync(NewTask(Ann, payload: $"{i}"));

        var leased = await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            var queue = (worker % 2 == 0 ? Store : other).Tasks;
            var own = new List<TaskLease>();
            while (await queue.LeaseAsync($"worker{worker}", 3, Minute, None) is { Count: > 0 } some)
                own.AddRange(some);
            return own;
        })));

        Assert.Equal(Count, leased.Sum(own => own.Count));
        Assert.Equal(Count, leased.SelectMany(own => own).Select(lease => lease.TaskId).Distinct().Count());
    }

    [Fact]
    [Trait("Trap", "T71")]
    public async Task A_lease_that_runs_out_makes_the_task_due_again()
    {
        var id = await EnqueueAsync(NewTask(Ann, payload: "again"));
        var lost = await LeaseOneAsync();
        Clock.Advance(Minute - TimeSpan.FromSeconds(1));
        Assert.Empty(await LeaseAsync());
        Assert.Equal(TaskStatus.Leased, (await StateAsync(id)).Status);

        Clock.Advance(TimeSpan.FromSeconds(2));
        var lease = Assert.Single(await (await OtherClientAsync()).Tasks.LeaseAsync("other worker", 10, Minute, None));

        Assert.Equal((id, "again", 2), (lease.TaskId, lease.Payload, lease.Attempt));
        Assert.NotEqual(lost.Token, lease.Token);
    }

    [Fact]
    public async Task A_lost_lease_has_no_power_over_the_task()
    {
        var id = await EnqueueAsync(NewTask(Ann));
        var lost = await LeaseOneAsync();
        Clock.Advance(Minute + TimeSpan.FromSeconds(1));
        var lease = await LeaseOneAsync();

        Assert.False(await Queue.RenewAsync(lost, Minute, None));
        Assert.False(await Queue.CompleteAsync(lost, None));
        Assert.False(await Queue.FailAsync(lost, "late", null, None));
        Assert.False(await Queue.FailAsync(lost, "late", Clock.Now, None));
        await Queue.ReleaseAsync(lost, None);

        Assert.Equal((TaskStatus.Leased, null), ((await StateAsync(id)).Status, (await StateAsync(id)).LastError));
        Assert.Empty(await LeaseAsync());
        Assert.True(await Queue.CompleteAsync(lease, None));
        Assert.Null(await Queue.FindAsync(Everything, id, None));
        Assert.False(await Queue.CompleteAsync(lease, None));
        Assert.False(await Queue.RenewAsync(lease, Minute, None));
    }

    [Fact]
    public async Task A_renewed_lease_lasts_longer()
    {
        await EnqueueAsync(NewTask(Ann));
        var lease = await LeaseOneAsync();
        Clock.Advance(TimeSpan.FromSeconds(50));

        Assert.True(await Queue.RenewAsync(lease, Minute, None));

        Clock.Advance(TimeSpan.FromSeconds(50));
        Assert.Empty(await LeaseAsync());
        Assert.True(await Queue.CompleteAsync(lease, None));
    }

    [Fact]
    public async Task A_failed_task_comes_back_when_it_says()
    {
        var id = await EnqueueAsync(NewTask(Ann));
        var lease = await LeaseOneAsync();

        Assert.True(await Queue.FailAsync(lease, "model unreachable", Clock.Now.AddSeconds(30), None));

        var state = await StateAsync(id);
        Assert.Equal(
            (TaskStatus.Queued, 1, Clock.Now.AddSeconds(30), "model unreachable"), (state.Status, state.Attempts, state.DueAt, state.LastError));
        Assert.Empty(await LeaseAsync());
        Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(2, (await LeaseOneAsync()).Attempt);
    }

    [Fact]
    public async Task A_released_task_is_due_at_once_and_the_attempt_does_not_count()
    {
        var id = await EnqueueAsync(NewTask(Ann));
        await Queue.ReleaseAsync(await LeaseOneAsync(), None);
        Assert.Equal((TaskStatus.Queued, 0), ((await StateAsync(id)).Status, (await StateAsync(id)).Attempts));

        var lease = await LeaseOneAsync();

        Assert.Equal(1, lease.Attempt);
        Assert.True(await Queue.CompleteAsync(lease, None));
    }

    [Fact]
    public async Task A_dead_letter_can_be_made_due_again()
    {
        var id = await EnqueueAsync(NewTask(Ann, payload: "poison"));
        await Queue.FailAsync(await LeaseOneAsync(), "cannot be read", null, None);
        Clock.Advance(TimeSpan.FromDays(1));
        Assert.Empty(await LeaseAsync());
        var dead = Assert.Single(await Queue.ListDeadAsync(OnlyAnn, 0, 10, None));
        Assert.Equal((id, TaskStatus.Dead, 1, "cannot be read"), (dead.TaskId, dead.Status, dead.Attempts, dead.LastError));

        Assert.False(await Queue.RetryDeadAsync(OnlyBob, id, None));
        Assert.False(await Queue.RetryDeadAsync(Everything, "no such task", None));
        Assert.True(await Queue.RetryDeadAsync(OnlyAnn, id, None));
        Assert.False(await Queue.RetryDeadAsync(OnlyAnn, id, None));

        Assert.Empty(await Queue.ListDeadAsync(Everything, 0, 10, None));
        var lease = await LeaseOneAsync();
        Assert.Equal((id, "poison", 1), (lease.TaskId, lease.Payload, lease.Attempt));
    }

    [Fact]
    public async Task Dead_letters_are_listed_newest_first_within_scope()
    {
        var ids = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            ids.Add(await EnqueueAsync(NewTask(i % 3 == 2 ? Bob : Ann)));
            await Queue.FailAsync(await LeaseOneAsync(), "broken", null, None);
            Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([ids[5], ids[4], ids[3], ids[2], ids[1], ids[0]], (await Queue.ListDeadAsync(Everything, 0, 10, None)).Select(task => task.TaskId));
        Assert.Equal([ids[4], ids[3]], (await Queue.ListDeadAsync(Everything, 1, 2, None)).Select(task => task.TaskId));
        Assert.Equal([ids[4], ids[3], ids[1], ids[0]], (await Queue.ListDeadAsync(OnlyAnn, 0, 10, None)).Select(task => task.TaskId));
    }

    [Fact]
    public async Task A_new_task_takes_nothing_from_a_dead_one_of_its_key()
    {
        var dead = await EnqueueAsync(NewTask(Ann, "key", "one"));
        await Queue.FailAsync(await LeaseOneAsync(), "broken", null, None);

        Assert.NotEqual(dead, await EnqueueAsync(NewTask(Ann, "key", "two")));

        Assert.Equal(("two", 1), ((await LeaseOneAsync()) is var lease ? lease.Payload : null, lease.Attempt));
        Assert.Equal(TaskStatus.Dead, (await StateAsync(dead)).Status);
    }
}
