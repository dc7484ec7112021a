using Aspire.Hosting.ApplicationModel;

namespace AgentMemory.AppHost.Tests.Distributed;

public sealed class RunModelTests
{
    private static readonly string[] Services = ["api", "mcp", "worker"];

    private static readonly string[] Processes = [.. Services, "gateway"];

    [Fact]
    public async Task Each_replica_is_given_a_port_of_its_own()
    {
        await using var application = await DeclaredApplication.ToRunAsync();

        foreach (var process in Processes)
        {
            Assert.All(application.Endpoints(process), endpoint => Assert.Null(endpoint.TargetPort));
            Assert.DoesNotContain((await application.EnvironmentAsync(process)).Keys, name => name is "HOST" or "MCP_HOST" or "GATEWAY_HOST");
        }

        Assert.Equal([2, 1, 2, 1], Processes.Select(service => application.Find(service).GetReplicaCount()));
    }

    [Fact]
    public async Task Services_wait_for_the_store_and_not_for_models()
    {
        await using var application = await DeclaredApplication.ToRunAsync();

        foreach (var service in Services)
            Assert.Equal(["redis"], application.WaitsOf(service));
        Assert.Equal(["redis", "api", "mcp"], application.WaitsOf("gateway"));
    }

    [Fact]
    public async Task This_machine_is_served_without_tokens_unless_they_are_asked_for()
    {
        await using var open = await DeclaredApplication.ToRunAsync();
        Assert.DoesNotContain("AUTH_MODE", (await open.EnvironmentAsync("api")).Keys);

        await using var closed = await DeclaredApplication.ToRunAsync("AUTH_MODE=token");
        foreach (var service in Processes)
            Assert.Equal("token", (await closed.EnvironmentAsync(service))["AUTH_MODE"]);
    }

    [Fact]
    public async Task Redis_can_be_looked_into_and_writes_through_to_its_volume()
    {
        await using var application = await DeclaredApplication.ToRunAsync();

        Assert.Contains("redisinsight", application.Names);
        Assert.Equal(["--appendonly", "yes", "--appendfsync", "always"], (await application.ArgumentsAsync("redis")).TakeLast(4));
        Assert.Single(application.Find("redis").Annotations.OfType<ContainerMountAnnotation>());
        Assert.NotEmpty(application.Find("redis").Annotations.OfType<HealthCheckAnnotation>());
    }

    [Fact]
    public async Task The_command_line_starts_when_somebody_says_so()
    {
        await using var application = await DeclaredApplication.ToRunAsync();

        Assert.NotEmpty(application.Find("agent-memory").Annotations.OfType<ExplicitStartupAnnotation>());
    }

    [Fact]
    public async Task A_gpu_is_used_when_it_is_asked_for()
    {
        await using var application = await DeclaredApplication.ToRunAsync("OLLAMA_GPU=nvidia");

        Assert.NotEmpty(application.Find("ollama").Annotations.OfType<ContainerRuntimeArgsCallbackAnnotation>());
    }
}
