using AgentMemory.Hosting.Health;
using AgentMemory.Worker;

namespace Microsoft.Extensions.DependencyInjection;

public static class MemoryWorkerExtensions
{
    /// <summary>Runs background work in this process. Any number of processes may do so on one store.</summary>
    public static IServiceCollection AddMemoryWorker(this IServiceCollection services)
    {
        services.AddSingleton<TaskWorker>();
        services.AddSingleton<IBackgroundWork>(provider => provider.GetRequiredService<TaskWorker>());
        services.AddHostedService(provider => provider.GetRequiredService<TaskWorker>());
        services.AddHostedService<PeriodicWorker>();
        services.AddHealthChecks().AddCheck<WorkerHealthCheck>(WorkerHealthCheck.Name);
        return services;
    }
}
