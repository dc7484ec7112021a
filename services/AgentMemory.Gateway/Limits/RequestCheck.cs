using AgentMemory.Gateway.Routing;
using AgentMemory.ServiceDefaults.Errors;
using AgentMemory.ServiceDefaults.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AgentMemory.Gateway.Limits;

/// <summary>What is refused whoever asks, before anything is looked up.</summary>
internal static class RequestCheck
{
    public static void UseRequestCheck(this IApplicationBuilder app, HostRule hosts, int maximumBodyBytes) => app.Use(next => http =>
    {
        // The server's own limit would close the connection on a refused body, and its sender would not get the answer.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;
        if (hosts.Refusal(http) is { } host)
            return ErrorResponse.WriteAsync(http, StatusCodes.Status403Forbidden, host);
        if (RequestTarget.Problem(RequestTarget.Of(http)) is { } target)
            return ErrorResponse.WriteAsync(http, StatusCodes.Status400BadRequest, target);
        if (http.Request.ContentLength > maximumBodyBytes)
        {
            return ErrorResponse.WriteAsync(
                http, StatusCodes.Status413PayloadTooLarge, LimitedBody.TooLarge(maximumBodyBytes).Message);
        }

        if (http.Request.ContentLength is null)
            http.Request.Body = new LimitedBody(http.Request.Body, maximumBodyBytes);
        return next(http);
    });
}
