using System.Globalization;
using AgentMemory.Errors;
using AgentMemory.ServiceDefaults.Errors;
using AgentMemory.Wire.Requests;
using Microsoft.AspNetCore.Diagnostics;

namespace AgentMemory.Api.Errors;

/// <summary>The one place where a refusal becomes a status (spec 1.4). What nobody foresaw is logged and answered with 500.</summary>
internal sealed partial class ApiExceptionHandler(ILogger<ApiExceptionHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext http, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is RequestValidationException invalid)
        {
            await ErrorResponse.WriteAsync(
                http, StatusCodes.Status422UnprocessableEntity, invalid.Errors, ValidationErrorJson.Write);
            return true;
        }

        var status = exception switch
        {
            InvalidRequestException => StatusCodes.Status400BadRequest,
            AccessDeniedException => StatusCodes.Status403Forbidden,
            NotFoundException => StatusCodes.Status404NotFound,
            ConflictException => StatusCodes.Status409Conflict,
            VersionMismatchException => StatusCodes.Status412PreconditionFailed,
            StoreUnavailableException or StoreIncompatibleException => StatusCodes.Status503ServiceUnavailable,
            BadHttpRequestException refused => refused.StatusCode,
            _ => StatusCodes.Status500InternalServerError,
        };
        if (exception is StoreUnavailableException unavailable)
        {
            LogUnavailable(http.Request.Method, http.Request.Path, unavailable);
            http.Response.Headers.RetryAfter =
                Math.Max(1, Math.Ceiling(unavailable.RetryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        if (status == StatusCodes.Status500InternalServerError || exception is StoreIncompatibleException)
            LogUnhandled(http.Request.Method, http.Request.Path, exception);
        var detail = exception switch
        {
            MemoryException refusal => refusal.Detail,
            BadHttpRequestException refused => refused.Message,
            _ => "Internal server error",
        };
        await ErrorResponse.WriteAsync(http, status, detail);
        return true;
    }

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private partial void LogUnhandled(string method, PathString path, Exception exception);

    [LoggerMessage(LogLevel.Warning, "{Method} {Path}: the store is unavailable")]
    private partial void LogUnavailable(string method, PathString path, Exception exception);
}
