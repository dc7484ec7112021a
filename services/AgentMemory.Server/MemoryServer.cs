using AgentMemory.Api;
using AgentMemory.Hosting;
using AgentMemory.Hosting.Settings;
using AgentMemory.Mcp;
using AgentMemory.Mcp.Transports.Http;
using AgentMemory.ServiceDefaults.Health;
using AgentMemory.ServiceDefaults.Listeners;
using AgentMemory.Worker;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AgentMemory.Server;

/// <summary>Any of the services in one process. Each interface is answered on its own address and on no other.</summary>
public static class MemoryServer
{
    /// <summary>Serves until the process is told to stop.</summary>
    /// <param name="build">For people: what was built, such as the version and the stack.</param>
    /// <exception cref="StartupException">An address or the data folder cannot be used.</exception>
    public static Task RunAsync(MemorySettings settings, ServerParts parts, string build) => parts switch
    {
        ServerParts.None => throw new ArgumentException("Name at least one part to run", nameof(parts)),
        ServerParts.Worker => RunWorkerAsync(settings, build),
        _ => RunWebAsync(settings, parts, build),
    };

    /// <summary>The process's interfaces, with background work beside them if it is among the parts; not started.</summary>
    /// <param name="configure">Registers over what is registered.</param>
    internal static WebApplication Build(MemorySettings settings, ServerParts parts, Action<IServiceCollection>? configure = null)
    {
        var builder = MemoryHost.CreateWebBuilder(settings, "agent-memory", Listeners(settings, parts));
        // First, because exception handlers are asked in this order, and that of MCP leaves alone what is not its own.
        if (parts.HasFlag(ServerParts.Mcp))
            builder.Services.AddMemoryMcp(McpOptions.Of(settings)).AddMemoryMcpHttp(McpHttpOptions.Of(settings));
        if (parts.HasFlag(ServerParts.Api))
            builder.Services.AddMemoryApi(ApiOptions.Of(settings));
        if (parts.HasFlag(ServerParts.Worker))
            builder.Services.AddMemoryWorker();
        configure?.Invoke(builder.Services);

        var app = builder.Build();
        app.UseWebServiceDefaults();
        if (parts.HasFlag(ServerParts.Api))
            app.OnlyOn(settings.Rest).MapMemoryApi();
        if (parts.HasFlag(ServerParts.Mcp))
            app.OnlyOn(settings.Mcp.Listener).MapMemoryMcp().MapHealth();
        return app;
    }

    private static async Task RunWebAsync(MemorySettings settings, ServerParts parts, string build)
    {
        await using var app = Build(settings, parts);
        await app.StartAsync();
        Banner.Write(Console.Out, settings, parts, build, Urls(Listeners(settings, parts), app.Urls));
        await app.WaitForShutdownAsync();
    }

    private static async Task RunWorkerAsync(MemorySettings settings, string build)
    {
        using var host = MemoryWorkerHost.Build(settings);
        await host.StartAsync();
        Banner.Write(Console.Out, settings, ServerParts.Worker, build, new Dictionary<Listener, string>());
        await host.WaitForShutdownAsync();
    }

    private static List<Listener> Listeners(MemorySettings settings, ServerParts parts)
    {
        var listeners = new List<Listener>();
        if (parts.HasFlag(ServerParts.Api))
            listeners.Add(settings.Rest);
        if (parts.HasFlag(ServerParts.Mcp))
            listeners.Add(settings.Mcp.Listener);
        return listeners;
    }

    /// <summary>The server has its addresses in the order of its listeners; only it knows the ports it took.</summary>
    private static Dictionary<Listener, string> Urls(IReadOnlyList<Listener> listeners, ICollection<string> addresses) =>
        listeners.Zip(addresses).ToDictionary(
            pair => pair.First, pair => pair.First.Address.Url(new Uri(pair.Second).Port));
}
