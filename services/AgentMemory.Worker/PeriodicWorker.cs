using AgentMemory.Tasks;
using Microsoft.Extensions.Hosting;

namespace AgentMemory.Worker;

/// <summary>Repeats the periodic tasks for as long as the host runs.</summary>
internal sealed class PeriodicWorker(PeriodicRunner runner) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => runner.RunAsync(stoppingToken);
}
