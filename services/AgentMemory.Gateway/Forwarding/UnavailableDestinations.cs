using AgentMemory.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace AgentMemory.Gateway.Forwarding;

/// <summary>Answers in the services' own shape what could not be passed on.</summary>
internal static class UnavailableDestinations
{
    /// <summary>A replica that is back is found by then.</summary>
    private const string RetryAfter = "5";

    public static async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
            return;
        switch (context.GetForwarderErrorFeature())
        {
            case null:
                break;
            case { Error: ForwarderError.RequestBodyClient } failure:
                var refused = Refused(failure.Exception);
                await ErrorResponse.WriteAsync(
                    context, refused?.StatusCode ?? StatusCodes.Status400BadRequest, refused?.Message ?? "The request body broke off");
                break;
            case { Error: ForwarderError.RequestTimedOut }:
                await RefuseAsync(context, "The service did not answer in time");
                break;
            default:
                await RefuseAsync(context, "No service answers: try again later");
                break;
        }
    }

    /// <summary>The proxy reports the failed request beside what made it fail.</summary>
    private static BadHttpRequestException? Refused(Exception? failure) => failure is AggregateException several
        ? several.Flatten().InnerExceptions.OfType<BadHttpRequestException>().FirstOrDefault()
        : failure as BadHttpRequestException;

    private static Task RefuseAsync(HttpContext context, string detail)
    {
        context.Response.Headers.RetryAfter = RetryAfter;
        return ErrorResponse.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, detail);
    }
}
