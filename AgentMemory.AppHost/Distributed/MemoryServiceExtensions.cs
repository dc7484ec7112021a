using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace AgentMemory.AppHost.Distributed;

/// <summary>What the services have in common.</summary>
internal static class MemoryServiceExtensions
{
    private const int MaximumReplicas = 100;

    /// <summary>An HTTP listener, on the port that the variable tells the service.</summary>
    /// <param name="published">Of its container. On one machine the replicas share it, so that each is given its own.</param>
    public static IResourceBuilder<ProjectResource> WithListener(
        this IResourceBuilder<ProjectResource> service, string variable, int published) =>
        service.WithHttpEndpoint(
            targetPort: service.ApplicationBuilder.ExecutionContext.IsPublishMode ? published : null, env: variable);

    /// <summary>
    /// A service that does not answer is started again; one that answers but cannot work (no store) gets no requests until it
    /// can. They are also what others wait for.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithHealth(this IResourceBuilder<ProjectResource> service, string ready) =>
        service
            .WithHttpProbe(ProbeType.Liveness, "/alive", timeoutSeconds: 5)
            .WithHttpProbe(ProbeType.Readiness, ready, timeoutSeconds: 5);

    /// <summary>The store, the models, and who may call.</summary>
    public static IResourceBuilder<ProjectResource> WithMemory(
        this IResourceBuilder<ProjectResource> service, IResourceBuilder<IResourceWithConnectionString> store, ModelAccess models)
    {
        foreach (var (name, value) in models.Settings)
            service.WithEnvironment(context => context.EnvironmentVariables[name] = value);
        return service.WithReference(store).WaitFor(store).WithAuthentication();
    }

    /// <summary>Tokens where others can reach it: published always, on this machine when <c>AUTH_MODE</c> asks for them.</summary>
    public static IResourceBuilder<ProjectResource> WithAuthentication(this IResourceBuilder<ProjectResource> service)
    {
        var builder = service.ApplicationBuilder;
        foreach (var name in builder.Configuration.AsEnumerable(makePathsRelative: false).Select(setting => setting.Key).Where(IsOfAuthentication))
            service.WithEnvironment(name, builder.Configuration[name] ?? "");
        if (builder.ExecutionContext.IsPublishMode && builder.Configuration["AUTH_MODE"] is null)
            service.WithEnvironment("AUTH_MODE", "token");
        return service;
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

    private static bool IsOfAuthentication(string name) =>
        name.StartsWith("OAUTH2_", StringComparison.OrdinalIgnoreCase)
        || name.ToUpperInvariant() is "AUTH_MODE" or "DISABLE_AUTH" or "TOKEN_AUTH_ENABLED";
}
