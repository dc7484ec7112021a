using AgentMemory.Hosting.Health;
using AgentMemory.Tasks;
using Microsoft.Extensions.Hosting;

namespace AgentMemory.Worker;

/// <summary>Runs due tasks for as long as the host runs; stopping waits for those under way.</summary>
public sealed class TaskWorker(TaskRunner runner) : BackgroundService, IBackgroundWork
{
    public bool IsRunning => ExecuteTask is { IsCompleted: false };

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => runner.RunAsync(stoppingToken);
}
