using System.Collections.Concurrent;
using System.Diagnostics;
using AgentMemory.Tasks;
using AgentMemory.Telemetry;
using AgentMemory.Tenancy;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Tests.Tasks;

public sealed class TaskRunnerTests
{
    private const string Kind = "test_work";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Due_tasks_run_side_by_side_up_to_the_configured_number()
    {
        var most = 0;
        var now = 0;
        var handler = new Handler(async (_, token) =>
        {
            var current = Interlocked.Increment(ref now);
            InterlockedMax(ref most, current);
            await Task.Delay(50, token);
            Interlocked.Decrement(ref now);
        });
        await using var engine = EngineWith(handler, new() { Concurrency = 3 });
        for (var i = 0; i < 12; i++)
            await EnqueueAsync(engine);

        await RunUntilAsync(engine, () => handler.Ended == 12);

        Assert.Equal(3, most);
        Assert.Equal(new TaskCounts(0, 0, 0), await engine.Queue.CountAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_failing_task_is_repeated_later_and_its_failure_is_kept()
    {
        var handler = new Handler((_, _) => throw new InvalidOperationException("No luck"));
        await using var engine = EngineWith(handler);
        var id = await EnqueueAsync(engine);

        await RunUntilAsync(engine, async () => await StateAsync(engine, id) is { Attempts: 1, Status: AgentMemory.Tasks.TaskStatus.Queued });

        var state = await StateAsync(engine, id);
        Assert.Equal("InvalidOperationException: No luck", state!.LastError);
        Assert.InRange(state.DueAt - engine.Time.Now, TimeSpan.FromSeconds(.4), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_task_that_always_fails_ends_as_a_dead_letter_with_its_reason()
    {
        var handler = new Handler((_, _) => throw new InvalidOperationException("Never"));
        await using var engine = EngineWith(handler, new() { MaximumAttempts = 3 });
        var id = await EnqueueAsync(engine);

        await RunUntilAsync(engine, async () =>
        {
            // Only while it waits to be repeated: moved at any other time, the clock would end the lease of a run.
            if (await StateAsync(engine, id) is { Status: AgentMemory.Tasks.TaskStatus.Queued, Attempts: > 0 } waiting)
                engine.Time.Now = waiting.DueAt;
            return await DeadAsync(engine) is not null;
        });

        Assert.Equal(3, handler.Started);
        Assert.Equal("InvalidOperationException: Never", (await DeadAsync(engine))!.LastError);
    }

    [Fact]
    public async Task A_task_of_an_unknown_kind_is_a_dead_letter()
    {
        await using var engine = EngineWith(new Handler((_, _) => Task.CompletedTask));
        await engine.Queue.EnqueueAsync(
            new TaskRequest { Kind = "of_tomorrow", Owner = default, Payload = "{}" }, CancellationToken.None);

        await RunUntilAsync(engine, async () => await DeadAsync(engine) is not null);

        Assert.Contains("of_tomorrow", (await DeadAsync(engine))!.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_whose_workers_keep_dying_is_a_dead_letter_without_another_try()
    {
        var handler = new Handler((_, _) => Task.CompletedTask);
        await using var engine = EngineWith(handler, new() { MaximumAttempts = 2 });
        await EnqueueAsync(engine);
        for (var i = 0; i < 2; i++)
        {
            Assert.Single(await engine.Queue.LeaseAsync("dying", 1, TimeSpan.FromSeconds(30), CancellationToken.None));
            engine.Time.Now += TimeSpan.FromMinutes(1);
        }

        await RunUntilAsync(engine, async () => await DeadAsync(engine) is not null);

        Assert.Equal(0, handler.Started);
    }

    [Fact]
    public async Task Stopping_lets_a_running_task_finish()
    {
        var release = new TaskCompletionSource();
        var handler = new Handler((_, _) => release.Task);
        await using var engine = EngineWith(handler);
        await EnqueueAsync(engine);
        using var stopping = new CancellationTokenSource();
        var runner = engine.Get<TaskRunner>().RunAsync(stopping.Token);
        await EventuallyAsync(() => Task.FromResult(handler.Started == 1));

        await stopping.CancelAsync();
        Assert.False(runner.IsCompleted);
        release.SetResult();
        await runner.WaitAsync(Patience);

        Assert.Equal(new TaskCounts(0, 0, 0), await engine.Queue.CountAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_task_that_outlasts_the_grace_period_is_cancelled_and_given_back_uncounted()
    {
        var handler = new Handler((_, token) => Task.Delay(Timeout.Infinite, token));
        await using var engine = EngineWith(handler, new() { ShutdownGrace = TimeSpan.FromMilliseconds(50) });
        var id = await EnqueueAsync(engine);
        using var stopping = new CancellationTokenSource();
        var runner = engine.Get<TaskRunner>().RunAsync(stopping.Token);
        await EventuallyAsync(() => Task.FromResult(handler.Started == 1));

        await stopping.CancelAsync();
        await runner.WaitAsync(Patience);

        Assert.True(await StateAsync(engine, id) is { Status: AgentMemory.Tasks.TaskStatus.Queued, Attempts: 0 });
    }

    [Fact]
    public async Task A_handler_is_stopped_when_its_lease_is_lost()
    {
        var stopped = new TaskCompletionSource();
        var handler = new Handler(async (_, token) =>
        {
            try
            {
                await Task.Delay(Timeout.Infinite, token);
            }
            finally
            {
                stopped.TrySetResult();
            }
        });
        await using var engine = EngineWith(handler, new() { Concurrency = 1, Heartbeat = TimeSpan.FromMilliseconds(100) });
        await EnqueueAsync(engine);
        using var stopping = new CancellationTokenSource();
        var runner = engine.Get<TaskRunner>().RunAsync(stopping.Token);
        await EventuallyAsync(() => Task.FromResult(handler.Started == 1));

        // As if this process had been suspended for an hour, and another had taken the task over.
        engine.Time.Now += TimeSpan.FromHours(1);
        var other = await engine.Queue.LeaseAsync("other", 1, TimeSpan.FromHours(1), CancellationToken.None);
        if (other.Count == 1)
        {
            await stopped.Task.WaitAsync(Patience);
            Assert.True(await engine.Queue.CompleteAsync(other[0], CancellationToken.None));
        }

        await stopping.CancelAsync();
        await runner.WaitAsync(Patience);
        Assert.Single(other);
    }

    [Fact]
    public async Task A_run_is_linked_to_the_request_that_caused_the_task()
    {
        var activities = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == EngineTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activities.Add,
        };
        ActivitySource.AddActivityListener(listener);
        var cause = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);
        var handler = new Handler((_, _) => Task.CompletedTask);
        await using var engine = EngineWith(handler);

        await EnqueueAsync(engine, $"00-{cause.TraceId}-{cause.SpanId}-01");
        await RunUntilAsync(engine, () => handler.Ended == 1);

        var run = Assert.Single(activities, activity => activity.Links.Any(link => link.Context.TraceId == cause.TraceId));
        Assert.Equal((ActivityKind.Consumer, $"process {Kind}"), (run.Kind, run.DisplayName));
    }

    private static Engine EngineWith(Handler handler, TaskRunnerOptions? options = null) => new(configure: services => services
        .AddSingleton<ITaskHandler>(handler)
        .AddSingleton((options ?? new()) with { Poll = TimeSpan.FromMilliseconds(20) }));

    private static Task<string> EnqueueAsync(Engine engine, string? traceParent = null) => engine.Queue.EnqueueAsync(
        new TaskRequest { Kind = Kind, Owner = new Owner("n", "u"), Payload = "{}", TraceParent = traceParent }, CancellationToken.None);

    private static Task<TaskState?> StateAsync(Engine engine, string id) =>
        engine.Queue.FindAsync(AccessScope.Everything, id, CancellationToken.None);

    private static async Task<TaskState?> DeadAsync(Engine engine) =>
        (await engine.Queue.ListDeadAsync(AccessScope.Everything, 0, 1, CancellationToken.None)).SingleOrDefault();

    private static Task RunUntilAsync(Engine engine, Func<bool> reached) => RunUntilAsync(engine, () => Task.FromResult(reached()));

    private static async Task RunUntilAsync(Engine engine, Func<Task<bool>> reached)
    {
        using var stopping = new CancellationTokenSource();
        var runner = engine.Get<TaskRunner>().RunAsync(stopping.Token);
        await EventuallyAsync(reached);
        await stopping.CancelAsync();
        await runner.WaitAsync(Patience);
    }

    private static async Task EventuallyAsync(Func<Task<bool>> reached)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await reached())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, "It did not happen in time");
            await Task.Delay(10);
        }
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = target; seen < value; seen = target)
        {
            if (Interlocked.CompareExchange(ref target, value, seen) == seen)
                return;
        }
    }

    private sealed class Handler(Func<TaskLease, CancellationToken, Task> work) : ITaskHandler
    {
        private int _started;
        private int _ended;

        public string Kind => TaskRunnerTests.Kind;

        public int Started => Volatile.Read(ref _started);

        public int Ended => Volatile.Read(ref _ended);

        public async Task RunAsync(TaskLease task, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _started);
            await work(task, cancellationToken);
            Interlocked.Increment(ref _ended);
        }
    }
}
