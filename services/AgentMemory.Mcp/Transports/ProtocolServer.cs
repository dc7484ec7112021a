using System.Text.Json;
using AgentMemory.Mcp.Callers;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentMemory.Mcp.Transports;

/// <summary>Makes the servers that transports run: one per connection, or per request where there are no connections.</summary>
internal sealed partial class ProtocolServer(IMcpProtocol protocol, ILoggerFactory loggers, ILogger<ProtocolServer> logger)
{
    /// <param name="services">Live as long as the server.</param>
    public McpServer Create(ITransport transport, McpCaller caller, IServiceProvider services)
    {
        var options = protocol.OptionsFor(caller);
        options.Filters.Message.IncomingFilters.Add(TellMistakesFromFailures);
        return McpServer.Create(transport, options, loggers, services);
    }

    /// <summary>
    /// The SDK logs mistakes of clients as it logs failures, and calls parameters of a wrong shape an internal error. Its log
    /// is therefore heard from Error on only, and failures are written here.
    /// </summary>
    private McpMessageHandler TellMistakesFromFailures(McpMessageHandler next) => async (message, cancellationToken) =>
    {
        try
        {
            await next(message, cancellationToken);
        }
        catch (JsonException problem)
        {
            throw new McpProtocolException($"The parameters do not have the shape of this method: {problem.Message}", McpErrorCode.InvalidParams);
        }
        catch (Exception failure) when (failure is not (McpException or OperationCanceledException))
        {
            LogFailure(failure);
            throw;
        }
    };

    [LoggerMessage(LogLevel.Error, "An MCP message could not be handled")]
    private partial void LogFailure(Exception failure);
}
