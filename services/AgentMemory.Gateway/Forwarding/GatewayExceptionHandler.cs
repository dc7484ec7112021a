using System.Globalization;
using AgentMemory.Errors;
using AgentMemory.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AgentMemory.Gateway.Forwarding;

/// <summary>The store cannot say whether a token is valid.</summary>
internal sealed partial class GatewayExceptionHandler(ILogger<GatewayExceptionHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext http, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not (StoreUnavailableException or StoreIncompatibleException))
            return false;
        LogUnavailable(exception);
        if (exception is StoreUnavailableException unavailable)
        {
            http.Response.Headers.RetryAfter =
                Math.Max(1, Math.Ceiling(unavailable.RetryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        await ErrorResponse.WriteAsync(http, StatusCodes.Status503ServiceUnavailable, ((MemoryException)exception).Detail);
        return true;
    }

    [LoggerMessage(LogLevel.Warning, "Tokens cannot be checked")]
    private partial void LogUnavailable(Exception exception);
}
