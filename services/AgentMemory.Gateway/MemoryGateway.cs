using AgentMemory.Gateway.Affinity;
using AgentMemory.Gateway.Forwarding;
using AgentMemory.Gateway.Limits;
using AgentMemory.Gateway.Routing;
using AgentMemory.Hosting;
using AgentMemory.Hosting.Settings;
using AgentMemory.ServiceDefaults.Authentication;
using AgentMemory.ServiceDefaults.Errors;
using AgentMemory.ServiceDefaults.Health;
using AgentMemory.ServiceDefaults.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.SessionAffinity;

namespace AgentMemory.Gateway;

/// <summary>One address for REST and MCP. It decides who is let in and how often; the services decide everything again.</summary>
internal static class MemoryGateway
{
    /// <summary>Not started.</summary>
    /// <param name="configure">Registers over what is registered.</param>
    /// <exception cref="StartupException">The address, or the store that has the tokens, cannot be used.</exception>
    public static WebApplication Build(MemorySettings settings, Action<IServiceCollection>? configure = null)
    {
        var builder = MemoryHost.CreateBareWebBuilder(settings, "agent-memory-gateway", [settings.Gateway.Listener]);
        // Below Warning it writes the address of every request, with the ids in it.
        builder.Logging.AddFilter("Yarp", LogLevel.Warning);
        builder.Services.AddTokenVerification(settings);
        builder.Services.AddExceptionHandler<GatewayExceptionHandler>();
        builder.Services.AddRequestRate(settings.Gateway);
        builder.Services.AddHealthChecks().AddCheck<DestinationHealthCheck>("destinations");
        builder.Services.AddSingleton<ISessionAffinityPolicy, SseConnectionAffinity>();
        builder.Services.AddSingleton<IForwarderHttpClientFactory, DestinationClients>();
        builder.Services.AddReverseProxy()
            .LoadFromMemory(GatewayRoutes.All, GatewayClusters.Of(settings.Gateway))
            .AddServiceDiscoveryDestinationResolver()
            .AddTransforms(PassedOn.Configure);
        configure?.Invoke(builder.Services);

        var app = builder.Build();
        app.Logger.WarnOfGaps(settings.Authentication);
        app.UseErrorResponses();
        app.UseRequestCheck(new HostRule(settings.Mcp.AllowedHosts), settings.Reading.MaximumBodyBytes);
        app.UseMemoryIdentity();
        app.UseRateLimiter();
        app.UseMemoryAuthorization();
        app.MapAlive().DisableRateLimiting();
        app.MapHealthChecks("/health").AllowAnonymous().DisableRateLimiting();
        app.MapDestinations(settings);
        return app;
    }

    private static void MapDestinations(this WebApplication app, MemorySettings settings)
    {
        var resource = new ProtectedResource(settings.Mcp.PublicUrl);
        var routes = app.MapReverseProxy(pipeline =>
        {
            pipeline.Use(UnavailableDestinations.AnswerAsync);
            pipeline.UseSessionAffinity();
            pipeline.Use(Failover.TryNextAsync);
            pipeline.UseLoadBalancing();
            pipeline.UsePassiveHealthChecks();
        });
        if (settings.Authentication.Mode == AuthenticationMode.OAuth2)
        {
            routes.ConfigureEndpoints((endpoint, route, _) =>
            {
                if (route.ClusterId == GatewayClusters.Mcp)
                    endpoint.WithMetadata(resource);
            });
        }
    }
}
