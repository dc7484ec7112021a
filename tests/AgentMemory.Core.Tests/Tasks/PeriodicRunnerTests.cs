using System.Diagnostics;
using AgentMemory.Tasks;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentMemory.Tests.Tasks;

[Trait("Spec", "12")]
public sealed class PeriodicRunnerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    [Trait("Trap", "T39")]
    public async Task A_task_starts_at_once_and_repeats_even_after_a_failure()
    {
        await using var engine = new Engine();
        var work = new Work(runs => runs == 1 ? throw new InvalidOperationException("First time") : Task.CompletedTask);
        using var stopping = new CancellationTokenSource();
        var runner = RunnerOf(engine, work).RunAsync(stopping.Token);

        await EventuallyAsync(() => work.Runs >= 3);

        await stopping.CancelAsync();
        await runner.WaitAsync(Patience);
    }

    [Fact]
    public async Task Of_two_runners_only_one_runs_it_until_that_one_stops()
    {
        await using var engine = new Engine();
        var first = new Work(_ => Task.CompletedTask);
        var second = new Work(_ => Task.CompletedTask);
        using var stopFirst = new CancellationTokenSource();
        using var stopSecond = new CancellationTokenSource();

        var firstRunner = RunnerOf(engine, first).RunAsync(stopFirst.Token);
        await EventuallyAsync(() => first.Runs >= 1);
        var secondRunner = RunnerOf(engine, second).RunAsync(stopSecond.Token);
        await EventuallyAsync(() => first.Runs >= 5);
        Assert.Equal(0, second.Runs);

        await stopFirst.CancelAsync();
        await firstRunner.WaitAsync(Patience);
        await EventuallyAsync(() => second.Runs >= 1);

        await stopSecond.CancelAsync();
        await secondRunner.WaitAsync(Patience);
    }

    private static PeriodicRunner RunnerOf(Engine engine, IPeriodicTask work) =>
        new(engine.Get<ILeaseStore>(), [work], engine.Time, NullLogger<PeriodicRunner>.Instance);

    private static async Task EventuallyAsync(Func<bool> reached)
    {
        var started = Stopwatch.GetTimestamp();
        while (!reached())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, "It did not happen in time");
            await Task.Delay(10);
        }
    }

    private sealed class Work(Func<int, Task> work) : IPeriodicTask
    {
        private int _runs;

        public string Name => "test_work";

        public TimeSpan Period => TimeSpan.FromMilliseconds(30);

        public int Runs => Volatile.Read(ref _runs);

        public Task RunAsync(CancellationToken cancellationToken) => work(Interlocked.Increment(ref _runs));
    }
}
