using AgentMemory.Mcp.Callers;
using AgentMemory.Mcp.Failures;
using AgentMemory.Wire.Requests;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;

namespace AgentMemory.Mcp.Tools;

/// <summary>
/// Calls tools. A call that fails is answered with an error that the model can read and act on; no failure passes for an
/// empty result (T53).
/// </summary>
internal sealed partial class ToolCalls(ToolCatalogue catalogue, Readings readings, ILogger<ToolCalls> logger)
{
    /// <summary>Also under an older name.</summary>
    public bool Has(string name) => catalogue.Find(OlderNames.Today(name)) is not null;

    /// <exception cref="McpProtocolException">There is no tool of this name.</exception>
    public async ValueTask<ToolAnswer> CallAsync(
        McpCaller caller, string name, SentArguments sent, CancellationToken cancellationToken)
    {
        var tool = catalogue.Find(OlderNames.Today(name)) ?? throw Unknown(name);
        try
        {
            var arguments = OlderNames.Arguments(name, sent);
            return await tool.CallAsync(new ToolCall(caller, arguments, readings), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // What nobody foresaw is logged here and answered like any failure.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            var message = FailureText.Of(failure);
            if (message is null || failure is Errors.StoreIncompatibleException)
                LogFailed(tool.Name, failure);
            else if (failure is Errors.StoreUnavailableException)
                LogUnavailable(tool.Name, failure);
            return ToolAnswer.Failure(name, message ?? FailureText.Internal);
        }
    }

    private McpProtocolException Unknown(string name) => new(
        $"Unknown tool: '{name}'. Available are {string.Join(", ", catalogue.Definitions.Select(tool => tool.Name))}",
        McpErrorCode.InvalidParams);

    [LoggerMessage(LogLevel.Error, "Tool {Tool} failed")]
    private partial void LogFailed(string tool, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Tool {Tool}: the store is unavailable")]
    private partial void LogUnavailable(string tool, Exception exception);
}
