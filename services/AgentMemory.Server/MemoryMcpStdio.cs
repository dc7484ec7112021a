using AgentMemory.Hosting;
using AgentMemory.Hosting.Settings;
using AgentMemory.Mcp;
using AgentMemory.Mcp.Callers;
using AgentMemory.Mcp.Transports.Stdio;
using AgentMemory.Tenancy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AgentMemory.Server;

/// <summary>
/// MCP on this process's standard input and output, on the same data as a server that may be running. Whoever starts a
/// process can read its files, so the caller is not bound to anything; tokens are for those who come over the network.
/// </summary>
public static class MemoryMcpStdio
{
    /// <summary>Serves until standard input ends and everything is answered, or until the process is told to stop.</summary>
    /// <param name="withWorker">Also do background work in this process, as long as it runs.</param>
    /// <exception cref="StartupException">The data folder cannot be used.</exception>
    public static async Task RunAsync(MemorySettings settings, bool withWorker, CancellationToken cancellationToken = default)
    {
        await using var input = Console.OpenStandardInput();
        await using var output = Console.OpenStandardOutput();
        Console.SetOut(Console.Error); // Nothing but messages on standard output, whoever writes.

        var builder = MemoryHost.CreateBuilder(settings, "agent-memory-mcp");
        var options = McpOptions.Of(settings);
        builder.Services.AddMemoryMcp(options);
        if (withWorker)
            builder.Services.AddMemoryWorker();
        using var host = builder.Build();
        await host.StartAsync(cancellationToken);
        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        await StdioSession.ServeAsync(
            host.Services, new McpCaller(AccessScope.Everything, options.Defaults), input, output, end.Token);
        await host.StopAsync(CancellationToken.None);
    }
}
