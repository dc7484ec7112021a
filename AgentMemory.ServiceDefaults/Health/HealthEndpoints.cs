using AgentMemory.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AgentMemory.ServiceDefaults.Health;

public static class HealthEndpoints
{
    /// <summary>
    /// <c>/alive</c>: the process answers. <c>/health</c>: every registered health check passes, else 503 with the names of
    /// those that fail. Both answer <c>{"now": Unix milliseconds}</c> and need no authentication.
    /// </summary>
    public static IEndpointRouteBuilder MapHealthEndpoints(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/alive", WriteNowAsync).AllowAnonymous().ExcludeFromDescription();
        endpoints.MapGet("/health", WriteHealthAsync).AllowAnonymous().ExcludeFromDescription();
        return endpoints;
    }

    private static async Task WriteHealthAsync(HttpContext context)
    {
        var checks = context.RequestServices.GetRequiredService<HealthCheckService>();
        var report = await checks.CheckHealthAsync(context.RequestAborted);
        if (report.Status != HealthStatus.Unhealthy)
        {
            await WriteNowAsync(context);
            return;
        }
        var failing = report.Entries.Where(entry => entry.Value.Status == HealthStatus.Unhealthy).Select(entry => entry.Key);
        await ErrorResponse.WriteAsync(
            context, StatusCodes.Status503ServiceUnavailable, $"Not healthy: {string.Join(", ", failing)}");
    }

    private static Task WriteNowAsync(HttpContext context)
    {
        var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds();
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync($$"""{"now":{{now}}}""", context.RequestAborted);
    }
}
