using System.Diagnostics;

namespace AgentMemory.Storage.Conformance.Tasks;

public abstract partial class TaskQueueConformance
{
    [Fact]
    public async Task Waiting_ends_when_a_task_is_queued()
    {
        var waiting = Queue.WaitAsync(TimeSpan.FromMinutes(10), None);
        await Task.Delay(50);
        Assert.False(waiting.IsCompleted);

        await EnqueueAsync(NewTask(Ann));

        await waiting.WaitAsync(Patience);
    }

    [Fact]
    public async Task All_waiting_workers_wake()
    {
        var waiting = Enumerable.Range(0, 4).Select(_ => Queue.WaitAsync(TimeSpan.FromMinutes(10), None)).ToList();

        await EnqueueAsync(NewTask(Ann));

        await Task.WhenAll(waiting).WaitAsync(Patience);
    }

    [Fact]
    public async Task Waiting_ends_when_a_task_is_given_back()
    {
        await EnqueueAsync(NewTask(Ann));
        var lease = await LeaseOneAsync();
        var waiting = Queue.WaitAsync(TimeSpan.FromMinutes(10), None);

        await Queue.ReleaseAsync(lease, None);

        await waiting.WaitAsync(Patience);
    }

    [Fact]
    public async Task Waiting_ends_at_the_latest_after_the_given_time()
    {
        var clock = Stopwatch.StartNew();

        await Queue.WaitAsync(TimeSpan.FromMilliseconds(200), None).WaitAsync(Patience);

        Assert.True(clock.ElapsedMilliseconds >= 150, $"Nothing was due, yet it ended after {clock.ElapsedMilliseconds} ms");
    }

    [Fact]
    public async Task A_task_queued_just_before_the_wait_ends_it()
    {
        await Queue.WaitAsync(TimeSpan.FromMilliseconds(20), None);
        Assert.Empty(await LeaseAsync());
        await EnqueueAsync(NewTask(Ann));

        await Queue.WaitAsync(TimeSpan.FromMinutes(10), None).WaitAsync(Patience);
    }

    [Fact]
    public async Task Another_clients_worker_finds_the_task_after_its_wait()
    {
        var other = await OtherClientAsync();
        var waiting = other.Tasks.WaitAsync(TimeSpan.FromMilliseconds(300), None);

        await EnqueueAsync(NewTask(Ann));
        await waiting.WaitAsync(Patience);

        Assert.Single(await other.Tasks.LeaseAsync("worker", 10, Minute, None));
    }

    [Fact]
    public async Task Waiting_can_be_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var waiting = Queue.WaitAsync(TimeSpan.FromMinutes(10), cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Patience));
    }
}
