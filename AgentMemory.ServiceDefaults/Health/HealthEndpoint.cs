using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AgentMemory.ServiceDefaults.Health;

public static class HealthEndpoint
{
    /// <summary>
    /// <c>/health</c>: whether the service can work, by every registered health check; 200 or 503, and one word that tells
    /// nothing about the inside. In every environment, because orchestrators ask for it where it matters. The REST interface
    /// has a <c>/health</c> and a readiness report of its own.
    /// </summary>
    public static IEndpointConventionBuilder MapHealth(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapHealthChecks("/health").AllowAnonymous().ExcludeFromDescription();
}
