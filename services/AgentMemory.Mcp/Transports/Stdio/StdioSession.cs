using AgentMemory.Mcp.Callers;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Mcp.Transports.Stdio;

/// <summary>MCP over a pair of streams, for one caller.</summary>
public static class StdioSession
{
    /// <summary>Serves until the input ends and everything that was asked is answered, or until it is cancelled.</summary>
    /// <param name="services">A host's, with <c>AddMemoryMcp</c>.</param>
    /// <param name="output">Gets messages and nothing else.</param>
    public static async Task ServeAsync(
        IServiceProvider services, McpCaller caller, Stream input, Stream output, CancellationToken cancellationToken)
    {
        var options = services.GetRequiredService<McpOptions>();
        using var writer = new LineWriter(output);
        await using var transport = new StdioTransport(new LineReader(input, options.Reading.MaximumBodyBytes), writer);
        await using var server = services.GetRequiredService<ProtocolServer>().Create(transport, caller, services);
        var answering = server.RunAsync(cancellationToken);
        try
        {
            await transport.ReceiveAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Told to stop: what is under way ends too.
        }

        await answering;
    }
}
