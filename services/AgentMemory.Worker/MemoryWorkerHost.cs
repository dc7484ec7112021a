using AgentMemory.Hosting;
using AgentMemory.Hosting.Settings;
using AgentMemory.ServiceDefaults.Health;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AgentMemory.Worker;

/// <summary>A process that does background work and nothing else.</summary>
public static class MemoryWorkerHost
{
    /// <summary>Not started. It answers HTTP only for its health, and only where the settings name a port for that.</summary>
    /// <exception cref="StartupException">The address or the data folder cannot be used.</exception>
    public static IHost Build(MemorySettings settings)
    {
        const string Name = "agent-memory-worker";
        if (settings.WorkerHealth is not { } listener)
        {
            var quiet = MemoryHost.CreateBuilder(settings, Name);
            quiet.Services.AddMemoryWorker();
            return quiet.Build();
        }

        var builder = MemoryHost.CreateWebBuilder(settings, Name, [listener]);
        builder.Services.AddMemoryWorker();
        var app = builder.Build();
        app.UseWebServiceDefaults();
        app.MapHealth();
        return app;
    }
}
