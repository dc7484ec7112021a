using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace AgentMemory.ServiceDefaults.Errors;

public static class ErrorResponseExtensions
{
    /// <summary>
    /// Gives every failure a <c>{"detail": …}</c> body: exceptions no registered <see cref="IExceptionHandler"/> takes, and
    /// statuses without a body (unknown route, wrong method).
    /// </summary>
    public static IApplicationBuilder UseErrorResponses(this IApplicationBuilder app) => app
        .UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = WriteUnhandledAsync,
            SuppressDiagnosticsCallback = failure =>
                failure.ExceptionHandledBy == ExceptionHandledType.ExceptionHandlerService
                || failure.Exception is BadHttpRequestException,
        })
        .UseStatusCodePages(pages => ErrorResponse.WriteAsync(
            pages.HttpContext, pages.HttpContext.Response.StatusCode,
            ReasonPhrases.GetReasonPhrase(pages.HttpContext.Response.StatusCode)));

    private static Task WriteUnhandledAsync(HttpContext context) =>
        context.Features.Get<IExceptionHandlerFeature>()?.Error is BadHttpRequestException refused
            ? ErrorResponse.WriteAsync(context, refused.StatusCode, refused.Message)
            : ErrorResponse.WriteAsync(context, StatusCodes.Status500InternalServerError, "Internal server error");
}
