using Aspire.Hosting.Docker.Resources.ServiceNodes.Swarm;

namespace AgentMemory.AppHost.Distributed;

/// <summary>
/// What the application is published for: Docker Compose, or Azure Container Apps, as <c>DEPLOY_TO</c> says; azd, which asks for
/// a manifest, means Azure. One at a time, because each resource belongs to one environment.
/// </summary>
internal enum DeploymentTarget
{
    /// <summary>It runs on this machine.</summary>
    None,

    Compose,
    Azure,
}

/// <summary>What each target needs said in its own words.</summary>
internal static class DeploymentTargetExtensions
{
    private const string Variable = "DEPLOY_TO";

    private const string Restart = "unless-stopped";

    public static void AddDeploymentTarget(this IDistributedApplicationBuilder builder)
    {
        if (builder.Target() == DeploymentTarget.Azure)
            builder.AddAzureContainerAppEnvironment("azure");
        else if (builder.Target() == DeploymentTarget.Compose)
            builder.AddComposeEnvironment();
    }

    /// <summary>Compose starts again what fails, and has replicas, where it is told so.</summary>
    public static IResourceBuilder<T> WithComposeService<T>(this IResourceBuilder<T> service, int replicas = 1)
        where T : IComputeResource => service.ApplicationBuilder.Target() != DeploymentTarget.Compose
            ? service
            : service.PublishAsDockerComposeService((_, compose) =>
            {
                compose.Restart = Restart;
                if (replicas > 1)
                    compose.Deploy = new Deploy { Replicas = replicas };
            });

    /// <summary>
    /// For the command line, which nothing starts by itself: from the dashboard, by <c>docker compose run</c>, or as a job.
    /// </summary>
    public static IResourceBuilder<ProjectResource> RunsOnRequest(this IResourceBuilder<ProjectResource> command) =>
        command.WithExplicitStart().ApplicationBuilder.Target() switch
        {
            DeploymentTarget.Compose => command.PublishAsDockerComposeService((_, compose) => compose.Profiles = ["tools"]),
            DeploymentTarget.Azure => command.PublishAsAzureContainerAppJob(),
            _ => command,
        };

    private static DeploymentTarget Target(this IDistributedApplicationBuilder builder)
    {
        if (builder.ExecutionContext.IsRunMode)
            return DeploymentTarget.None;
        return builder.Configuration[Variable]?.Trim().ToLowerInvariant() switch
        {
            "azure" => DeploymentTarget.Azure,
            "compose" => DeploymentTarget.Compose,
            null or "" when builder.Configuration["Publishing:Publisher"] == "manifest" => DeploymentTarget.Azure,
            null or "" => DeploymentTarget.Compose,
            _ => throw new SettingException($"{Variable} is \"{builder.Configuration[Variable]}\": use compose or azure"),
        };
    }

    /// <summary>With Aspire's dashboard, for this machine alone: it shows what services log and who calls whom.</summary>
    private static void AddComposeEnvironment(this IDistributedApplicationBuilder builder) => builder
        .AddDockerComposeEnvironment("compose")
        .ConfigureComposeFile(file =>
        {
            foreach (var (name, service) in file.Services)
            {
                if (name.EndsWith("-dashboard", StringComparison.Ordinal))
                    service.Ports = ["127.0.0.1:18888:18888"];
            }
        });
}
