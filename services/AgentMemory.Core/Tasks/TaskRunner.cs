using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace AgentMemory.Tasks;

/// <summary>
/// Leases due tasks and runs them. When told to stop it leases no more and lets running tasks finish within a grace
/// period; those that do not are cancelled and given back.
/// </summary>
public sealed partial class TaskRunner(
    ITaskQueue queue, TaskRun run, TaskRunnerOptions options, TimeProvider time, ILogger<TaskRunner> logger)
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly string _worker = string.Create(
        CultureInfo.InvariantCulture, $"{Environment.MachineName}/{Environment.ProcessId}/{Ulid.New()}");

    /// <summary>Runs until <paramref name="stopping"/>; returns when no task of this runner is running any more.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var slots = new SemaphoreSlim(options.Concurrency);
        using var abort = new CancellationTokenSource();
        var running = new ConcurrentDictionary<Task, byte>();
        try
        {
            while (true)
            {
                try
                {
                    await StartDueTasksAsync(slots, running, stopping, abort.Token);
                }
                catch (Exception exception) when (!stopping.IsCancellationRequested)
                {
                    LogCannotLease(exception);
                    await Task.Delay(PauseAfterFailure, time, stopping);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Told to stop: what runs is awaited below.
        }

        var finishing = Task.WhenAll(running.Keys);
        await finishing.WaitAsync(options.ShutdownGrace, time, CancellationToken.None)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await abort.CancelAsync();
        await finishing;
    }

    /// <summary>Takes as many tasks as there are free slots, or waits for one to become due.</summary>
    private async Task StartDueTasksAsync(
        SemaphoreSlim slots, ConcurrentDictionary<Task, byte> running, CancellationToken stopping, CancellationToken abort)
    {
        await slots.WaitAsync(stopping);
        var free = 1;
        while (slots.Wait(0, CancellationToken.None))
            free++;

        IReadOnlyList<TaskLease> leases = [];
        try
        {
            leases = await queue.LeaseAsync(_worker, free, options.Lease, stopping);
        }
        finally
        {
            if (free > leases.Count)
                slots.Release(free - leases.Count);
        }

        foreach (var lease in leases)
            Start(lease, slots, running, abort);
        if (leases.Count == 0)
            await queue.WaitAsync(options.Poll, stopping);
    }

    private void Start(TaskLease lease, SemaphoreSlim slots, ConcurrentDictionary<Task, byte> running, CancellationToken abort)
    {
        var task = Task.Run(
            async () =>
            {
                try
                {
                    await run.ExecuteAsync(lease, abort);
                }
                finally
                {
                    slots.Release();
                }
            },
            CancellationToken.None);
        running[task] = 0;
        _ = task.ContinueWith(
            static (ended, state) => ((ConcurrentDictionary<Task, byte>)state!).TryRemove(ended, out _), running,
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    [LoggerMessage(LogLevel.Error, "The task queue cannot be read; background work waits")]
    private partial void LogCannotLease(Exception exception);
}
