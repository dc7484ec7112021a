using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace AgentMemory.ServiceDefaults.Listeners;

public static class ListenerRoutes
{
    /// <summary>For routes that exist on this listener alone: on every other they are unknown.</summary>
    public static RouteGroupBuilder OnlyOn(this IEndpointRouteBuilder routes, Listener listener) =>
        routes.MapGroup("").WithMetadata(new ListenerRequirement(listener.Name));
}

/// <summary>The listener whose connections may reach an endpoint.</summary>
internal sealed record ListenerRequirement(string ListenerName);
