using AgentMemory.Api.Description;
using AgentMemory.Api.Http;
using AgentMemory.Api.Readiness;
using AgentMemory.Wire.Answers;

namespace AgentMemory.Api.Endpoints;

/// <summary>Whether the process lives, and whether it can work.</summary>
internal sealed class HealthEndpoints(IReadinessProbe probe, TimeProvider time)
{
    private static readonly Operation Live = new("health", "Health", "Whether the server lives")
    {
        Description = "Answers with the server's time in Unix milliseconds.",
        Response = "Health",
        Open = true,
    };

    private static readonly Operation Able = new("ready", "Health", "Whether the server can work, and what it can do")
    {
        Description = "200 when requests can be served, else 503; both with the state of every part and what is switched on.",
        Response = "Readiness",
        Errors = [StatusCodes.Status503ServiceUnavailable],
        Open = true,
    };

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/health", Health).Describe(Live);
        routes.MapGet("/health", Health).Describe(Live.AsLegacy("health_legacy", "GET /v1/health"));
        routes.MapGet("/v1/ready", Ready).Describe(Able);
    }

    private Task Health(HttpContext http) => Reply.With(http, new HealthAnswer(time.GetUtcNow().ToUnixTimeMilliseconds()));

    private async Task Ready(HttpContext http)
    {
        var report = await probe.CheckAsync(http.RequestAborted);
        http.Response.Headers.CacheControl = "no-store";
        await Reply.With(
            http, report,
            report.Status == ComponentStatus.Unavailable ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }
}
