using System.Globalization;
using AgentMemory.AppHost.Tests.Processes;
using AgentMemory.Distributed.Tests.Processes;

namespace AgentMemory.Benchmarks.Servers;

/// <summary>The API and the worker of the distributed stack, each a process, on a store of their own in a Redis.</summary>
internal sealed class DistributedServices : IAsyncDisposable
{
    private readonly ServiceProcess _api;
    private readonly ServiceProcess _worker;

    private DistributedServices(ServiceProcess api, ServiceProcess worker)
    {
        (_api, _worker) = (api, worker);
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = api.Address };
    }

    public HttpClient Client { get; }

    /// <param name="folder">Where the programs are, built for the distributed stack.</param>
    public static async Task<DistributedServices> StartAsync(
        string folder, string redis, string dataFolder, params (string Name, string Value)[] settings)
    {
        var common = settings.ToDictionary(setting => setting.Name, setting => setting.Value);
        common["REDIS_URL"] = redis;
        common["AGENT_MEMORY_REDIS_PREFIX"] = $"benchmark-{Guid.NewGuid():N}";
        common["AGENT_MEMORY_DATA"] = dataFolder;
        common["HOST"] = "127.0.0.1";
        common["LOG_LEVEL"] = "WARNING";
        var services = new DistributedServices(Service("AgentMemory.Api.dll", "PORT"), Service("AgentMemory.Worker.dll", "WORKER_HEALTH_PORT"));
        try
        {
            foreach (var service in new[] { services._api, services._worker })
            {
                service.Start();
                await service.WaitUntilAliveAsync();
            }

            return services;
        }
        catch
        {
            await services.DisposeAsync();
            throw;
        }

        ServiceProcess Service(string assembly, string portVariable)
        {
            var port = FreePort.Find();
            return new(
                Path.Combine(Path.GetFullPath(folder), assembly), new Uri($"http://127.0.0.1:{port}/"),
                new Dictionary<string, string>(common) { [portVariable] = port.ToString(CultureInfo.InvariantCulture) });
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _api.DisposeAsync();
        await _worker.DisposeAsync();
    }
}
