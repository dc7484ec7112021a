using AgentMemory.Api;
using AgentMemory.Api.Readiness;
using AgentMemory.Hosting;
using AgentMemory.Hosting.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AgentMemory.Server;

/// <summary>The services that answer HTTP, with or without background work beside them, in one process.</summary>
public static class MemoryServer
{
    /// <summary>Serves until the process is told to stop.</summary>
    /// <param name="build">For people: what was built, such as the version and the stack.</param>
    /// <exception cref="StartupException">The address or the data folder cannot be used.</exception>
    public static async Task RunAsync(MemorySettings settings, ServerParts parts, string build)
    {
        var builder = MemoryHost.CreateWebBuilder(settings, "agent-memory");
        builder.Services.AddSingleton(settings);
        builder.Services.AddMemoryApi(new()
        {
            Reading = new()
            {
                RequireMessageTimestamps = settings.RequireMessageTimestamps,
                MaximumFutureTimestampSeconds = settings.MaximumFutureTimestampSeconds,
                MaximumBodyBytes = settings.MaximumRequestBodyBytes,
            },
        });
        builder.Services.AddSingleton<IReadinessProbe, ServerReadiness>();
        if (parts.HasFlag(ServerParts.Worker))
            builder.Services.AddMemoryWorker();

        await using var app = builder.Build();
        app.UseWebServiceDefaults();
        app.MapMemoryApi();
        await app.StartAsync();
        Banner.Write(Console.Out, settings, build, app.Urls);
        await app.WaitForShutdownAsync();
    }
}
