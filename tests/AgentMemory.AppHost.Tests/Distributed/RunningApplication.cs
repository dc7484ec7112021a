using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace AgentMemory.AppHost.Tests.Distributed;

/// <summary>Everything, started: without models, so that what becomes of a conversation is decided by rules.</summary>
internal sealed class RunningApplication(DistributedApplication application, HttpClient gateway) : IAsyncDisposable
{
    private const string ProcessId = "executable.pid";

    private static readonly string[] Services = ["api", "mcp", "worker"];

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5);

    /// <summary>For the one address that others reach.</summary>
    public HttpClient Gateway => gateway;

    public static async Task<RunningApplication> StartAsync()
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AgentMemory_AppHost>(
        [
            "--MODELS=none",
            $"--REDIS_URL={WholeGraphFactAttribute.Redis}",
            $"--AGENT_MEMORY_REDIS_PREFIX=test-{Guid.NewGuid():N}",
        ]);
        foreach (var name in Services)
        {
            builder.CreateResourceBuilder<ProjectResource>(name)
                .WithEnvironment("EXTRACTION_DEBOUNCE_SECONDS", "1")
                .WithEnvironment("WORKER_REDELIVERY_SECONDS", "5");
        }

        var application = await builder.BuildAsync();
        await application.StartAsync().WaitAsync(StartLimit);
        using var patience = new CancellationTokenSource(StartLimit);
        foreach (var name in (string[])[.. Services, "gateway"])
            await application.ResourceNotifications.WaitForResourceHealthyAsync(name, patience.Token);
        return new(application, application.CreateHttpClient("gateway", "http"));
    }

    /// <summary>As <c>kill -9</c>, of one of the processes of a service.</summary>
    public async Task KillOneAsync(string service)
    {
        using var patience = new CancellationTokenSource(StartLimit);
        await foreach (var change in application.ResourceNotifications.WatchAsync(patience.Token))
        {
            if (change.Resource.Name != service || change.Snapshot.State?.Text != KnownResourceStates.Running)
                continue;
            var pid = change.Snapshot.Properties.FirstOrDefault(property => property.Name == ProcessId)?.Value;
            if (pid is null)
                continue;
            using var process = Process.GetProcessById(Convert.ToInt32(pid, CultureInfo.InvariantCulture));
            process.Kill(entireProcessTree: true);
            return;
        }
    }

    public async ValueTask DisposeAsync()
    {
        gateway.Dispose();
        await application.StopAsync();
        await application.DisposeAsync();
    }
}
