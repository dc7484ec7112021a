using System.Globalization;

namespace AgentMemory.AppHost.Distributed;

/// <summary>What the services have in common.</summary>
internal static class MemoryServiceExtensions
{
    private const int MaximumReplicas = 100;

    /// <summary>
    /// An HTTP listener, at the address and port that the variables tell the service. Published: every address of its container,
    /// which it refuses where nobody asks for credentials and nobody said that this is wanted. On one machine: this machine
    /// alone, each replica on a port of its own.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithListener(
        this IResourceBuilder<ProjectResource> service, string hostVariable, string portVariable, int published)
    {
        if (service.ApplicationBuilder.ExecutionContext.IsRunMode)
            return service.WithHttpEndpoint(env: portVariable);
        return service.WithHttpEndpoint(targetPort: published, env: portVariable).WithEnvironment(hostVariable, "0.0.0.0");
    }

    /// <summary>
    /// A service that does not answer is started again; one that answers but cannot work (no store) gets no requests until it
    /// can. They are also what others wait for.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithHealth(this IResourceBuilder<ProjectResource> service, string ready) =>
        service
            .WithHttpProbe(ProbeType.Liveness, "/alive", timeoutSeconds: 5)
            .WithHttpProbe(ProbeType.Readiness, ready, timeoutSeconds: 5);

    /// <summary>The port at which its listener is reached from outside; the console says when it is.</summary>
    public static IResourceBuilder<ProjectResource> WithPublicPort(this IResourceBuilder<ProjectResource> service, int port) =>
        service.WithEndpoint("http", endpoint => endpoint.Port = port).WithExternalHttpEndpoints().OnResourceReady((ready, _, _) =>
        {
            var url = ready.GetEndpoint("http").Url;
            Console.WriteLine($"agent-memory: ready: REST {url}/v1, console {url}/console, documentation {url}/docs, MCP {url}/mcp");
            return Task.CompletedTask;
        });

    /// <summary>The store, and the models.</summary>
    public static IResourceBuilder<ProjectResource> WithMemory(
        this IResourceBuilder<ProjectResource> service, IResourceBuilder<IResourceWithConnectionString> store, ModelAccess models)
    {
        foreach (var (name, value) in models.Settings)
            service.WithEnvironment(context => context.EnvironmentVariables[name] = value);
        return service.WithStore(store);
    }

    /// <summary>The store, with the tokens in it; and who may call.</summary>
    public static IResourceBuilder<ProjectResource> WithStore(
        this IResourceBuilder<ProjectResource> service, IResourceBuilder<IResourceWithConnectionString> store)
    {
        foreach (var (name, value) in AccessSettings.Of(service.ApplicationBuilder))
            service.WithEnvironment(name, value);
        return service.WithReference(store).WaitFor(store);
    }

    /// <summary>As many as the variable says.</summary>
    public static IResourceBuilder<ProjectResource> WithReplicasOf(
        this IResourceBuilder<ProjectResource> service, string variable, int fallback)
    {
        var text = service.ApplicationBuilder.Configuration[variable];
        var replicas = fallback;
        if (!string.IsNullOrWhiteSpace(text)
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out replicas) || replicas is < 1 or > MaximumReplicas))
        {
            throw new SettingException($"{variable} is \"{text}\": use a whole number from 1 to {MaximumReplicas}");
        }

        return service.WithReplicas(replicas).WithComposeService(replicas);
    }
}
