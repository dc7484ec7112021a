using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AgentMemory.ServiceDefaults.Health;

public static class AliveEndpoint
{
    /// <summary>
    /// <c>/alive</c>: the process answers. It looks at nothing else, so that a supervisor does not restart a service whose
    /// store is away for a moment; whether a service can work is its own readiness endpoint's to say.
    /// </summary>
    public static IEndpointConventionBuilder MapAlive(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/alive", context => context.Response.WriteAsync("alive", context.RequestAborted))
            .AllowAnonymous().ExcludeFromDescription();
}
