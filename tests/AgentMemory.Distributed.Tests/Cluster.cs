using System.Globalization;
using AgentMemory.AppHost.Tests.Processes;
using AgentMemory.Distributed.Tests.Processes;
using AgentMemory.ModelServers;
using AgentMemory.TestStore.Redis;

namespace AgentMemory.Distributed.Tests;

/// <summary>Two APIs, two MCPs, three workers and a gateway, on one Redis that syncs every write to disk.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private const string Loopback = "127.0.0.1";

    private readonly Dictionary<string, string> _common;

    private Cluster(LocalRedis redis, ModelServer model)
    {
        (Redis, Model) = (redis, model);
        _common = new()
        {
            ["REDIS_URL"] = redis.Address,
            ["HOST"] = Loopback,
            ["MCP_HOST"] = Loopback,
            ["GATEWAY_HOST"] = Loopback,
            ["LOG_LEVEL"] = "WARNING",
            ["OPENAI_API_BASE"] = model.OpenAIBase.ToString(),
            ["GENERATION_MODEL"] = "test-model",
            ["EMBEDDING_MODEL"] = "words",
            ["REDISVL_VECTOR_DIMENSIONS"] = WordVectors.Dimensions.ToString(CultureInfo.InvariantCulture),
            ["EXTRACTION_DEBOUNCE_SECONDS"] = "1",
            // Facts of one wording are no duplicates here: each stands for a message.
            ["COMPACT_SEMANTIC_DUPLICATES"] = "false",
            ["WORKER_REDELIVERY_SECONDS"] = "10",
        };
        Apis = Services(2, "AgentMemory.Api.dll", "PORT");
        Mcps = Services(2, "AgentMemory.Mcp.dll", "MCP_PORT");
        Workers = Services(3, "AgentMemory.Worker.dll", "WORKER_HEALTH_PORT");
        Gateway = Service(
            "AgentMemory.Gateway.dll", "GATEWAY_PORT",
            ("services__api__http__0", Apis[0].Address.ToString()), ("services__api__http__1", Apis[1].Address.ToString()),
            ("services__mcp__http__0", Mcps[0].Address.ToString()), ("services__mcp__http__1", Mcps[1].Address.ToString()));
    }

    public LocalRedis Redis { get; }

    public ModelServer Model { get; }

    public IReadOnlyList<ServiceProcess> Apis { get; }

    public IReadOnlyList<ServiceProcess> Mcps { get; }

    public IReadOnlyList<ServiceProcess> Workers { get; }

    public ServiceProcess Gateway { get; }

    private IEnumerable<ServiceProcess> All => [.. Apis, .. Mcps, .. Workers, Gateway];

    public static async Task<Cluster> StartAsync()
    {
        var redis = await TestRedis.DemandOwnWithSearchAsync("--appendonly", "yes", "--appendfsync", "always");
        var model = await ModelServer.StartAsync();
        model.Answer = ExtractionAnswers.OneFactPerMessage;
        var cluster = new Cluster(redis, model);
        try
        {
            foreach (var service in cluster.All)
                service.Start();
            foreach (var service in cluster.All)
                await service.WaitUntilAliveAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills a service as <c>kill -9</c> does, and starts it again.</summary>
    public static async Task RestartAsync(ServiceProcess service)
    {
        await service.KillAsync();
        service.Start();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in All)
            await service.DisposeAsync();
        await Model.DisposeAsync();
        Redis.Dispose();
    }

    private ServiceProcess[] Services(int count, string assembly, string portSetting) =>
        [.. Enumerable.Range(0, count).Select(_ => Service(assembly, portSetting))];

    private ServiceProcess Service(string assembly, string portSetting, params (string Name, string Value)[] settings)
    {
        var port = FreePort.Find();
        var all = new Dictionary<string, string>(_common) { [portSetting] = port.ToString(CultureInfo.InvariantCulture) };
        foreach (var (name, value) in settings)
            all[name] = value;
        return new(assembly, new Uri($"http://{Loopback}:{port}/"), all);
    }
}
