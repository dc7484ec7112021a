using System.Globalization;
using AgentMemory.Errors;
using AgentMemory.Mcp.Transports.Framing;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;

namespace AgentMemory.Mcp.Transports.Http;

/// <summary>
/// What fails before a message is handed to the protocol, where errors are answers: the store cannot say whether a token is
/// valid, a body is too large or breaks off.
/// </summary>
internal sealed partial class McpExceptionHandler(ILogger<McpExceptionHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext http, Exception exception, CancellationToken cancellationToken)
    {
        var endpoint = http.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        if (endpoint?.Metadata.GetMetadata<McpRoute>() is null)
            return false;
        switch (exception)
        {
            case StoreUnavailableException unavailable:
                LogUnavailable(unavailable);
                http.Response.Headers.RetryAfter =
                    Math.Max(1, Math.Ceiling(unavailable.RetryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                await http.RefuseAsync(
                    StatusCodes.Status503ServiceUnavailable, JsonRpc.Error(default, JsonRpc.TransportError, unavailable.Detail));
                return true;
            case StoreIncompatibleException incompatible:
                LogIncompatible(incompatible);
                await http.RefuseAsync(
                    StatusCodes.Status503ServiceUnavailable, JsonRpc.Error(default, JsonRpc.TransportError, incompatible.Detail));
                return true;
            case BadHttpRequestException refused:
                await http.RefuseAsync(refused.StatusCode, JsonRpc.Error(default, McpErrorCode.InvalidRequest, refused.Message));
                return true;
            default:
                return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "MCP: the store is unavailable")]
    private partial void LogUnavailable(Exception exception);

    [LoggerMessage(LogLevel.Error, "MCP: the stored data cannot be read")]
    private partial void LogIncompatible(Exception exception);
}
