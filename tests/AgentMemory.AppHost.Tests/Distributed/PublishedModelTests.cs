using Aspire.Hosting.ApplicationModel;

namespace AgentMemory.AppHost.Tests.Distributed;

public sealed class PublishedModelTests
{
    private static readonly string[] Services = ["api", "mcp", "worker"];

    private static readonly string[] Processes = [.. Services, "gateway"];

    [Fact]
    public async Task There_are_a_store_models_and_each_service()
    {
        await using var application = await DeclaredApplication.ToPublishAsync();

        Assert.Superset(
            new HashSet<string> { "redis", "redis-password", "ollama", "api", "mcp", "worker", "gateway", "agent-memory", "compose" },
            application.Names.ToHashSet());
        Assert.DoesNotContain("redisinsight", application.Names.Where(name => !IsLeftOut(application.Find(name))));
    }

    [Fact]
    public async Task Redis_has_search_writes_through_to_its_volume_and_asks_for_its_password()
    {
        await using var application = await DeclaredApplication.ToPublishAsync();

        var redis = Assert.IsAssignableFrom<ContainerResource>(application.Find("redis"));
        Assert.True(redis.TryGetContainerImageName(out var image));
        Assert.StartsWith("docker.io/library/redis:8.", image, StringComparison.Ordinal);
        var volume = Assert.Single(redis.Annotations.OfType<ContainerMountAnnotation>());
        Assert.Equal(("agent-memory-redis", "/data", false), (volume.Source, volume.Target, volume.IsReadOnly));
        var command = (await application.ArgumentsAsync("redis"))[^1];
        Assert.Contains("--loadmodule /usr/local/lib/redis/modules/redisearch.so", command, StringComparison.Ordinal);
        Assert.EndsWith("--appendonly yes --appendfsync always", command, StringComparison.Ordinal);
        Assert.Contains("--requirepass $REDIS_PASSWORD", command, StringComparison.Ordinal);
        Assert.True(Assert.IsType<ParameterResource>(application.Find("redis-password")).Secret);
    }

    [Fact]
    public async Task Services_are_told_where_the_store_and_the_models_are_and_ask_for_tokens()
    {
        await using var application = await DeclaredApplication.ToPublishAsync();

        foreach (var service in Services)
        {
            var environment = await application.EnvironmentAsync(service);
            Assert.Equal("{redis.connectionString}", environment["ConnectionStrings__redis"]);
            Assert.Equal("{ollama.bindings.http.url}", environment["OLLAMA_API_BASE"]);
            Assert.Equal("ollama/nomic-embed-text", environment["EMBEDDING_MODEL"]);
            Assert.StartsWith("ollama/", environment["GENERATION_MODEL"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_process_asks_for_tokens_unless_something_else_is_asked_for()
    {
        await using var tokens = await DeclaredApplication.ToPublishAsync();
        await using var issuer = await DeclaredApplication.ToPublishAsync("AUTH_MODE=oauth2", "OAUTH2_ISSUER_URL=https://login.example.com");

        foreach (var process in Processes)
        {
            Assert.Equal("token", (await tokens.EnvironmentAsync(process))["AUTH_MODE"]);
            var environment = await issuer.EnvironmentAsync(process);
            Assert.Equal(("oauth2", "https://login.example.com"), (environment["AUTH_MODE"], environment["OAUTH2_ISSUER_URL"]));
        }
    }

    [Fact]
    public async Task The_gateway_finds_the_services_and_the_tokens()
    {
        await using var application = await DeclaredApplication.ToPublishAsync();

        var environment = await application.EnvironmentAsync("gateway");
        Assert.Equal("{api.bindings.http.url}", environment["services__api__http__0"]);
        Assert.Equal("{mcp.bindings.http.url}", environment["services__mcp__http__0"]);
        Assert.Equal("{redis.connectionString}", environment["ConnectionStrings__redis"]);
        Assert.DoesNotContain("GENERATION_MODEL", environment.Keys);
    }

    [Theory]
    [InlineData("api", "HOST", "PORT", 8000)]
    [InlineData("mcp", "MCP_HOST", "MCP_PORT", 9000)]
    [InlineData("worker", "HOST", "WORKER_HEALTH_PORT", 8080)]
    [InlineData("gateway", "GATEWAY_HOST", "GATEWAY_PORT", 8080)]
    public async Task A_service_is_told_its_address(string service, string hostVariable, string portVariable, int port)
    {
        await using var application = await DeclaredApplication.ToPublishAsync();

        var endpoint = Assert.Single(application.Endpoints(service));
        Assert.Equal(port, endpoint.TargetPort);
        var environment = await application.EnvironmentAsync(service);
        Assert.Equal($"{{{service}.bindings.http.targetPort}}", environment[portVariable]);
        Assert.Equal("0.0.0.0", environment[hostVariable]);
    }

    [Theory]
    [InlineData("api", "/v1/ready")]
    [InlineData("mcp", "/health")]
    [InlineData("worker", "/health")]
    [InlineData("gateway", "/health")]
    public async Task A_service_is_watched_for_life_and_for_readiness(string service, string ready)
    {
        await using var application = await DeclaredApplication.ToPublishAsync();

        var probes = application.Find(service).Annotations.OfType<EndpointProbeAnnotation>().ToArray();
        Assert.Equal(
            [(ProbeType.Liveness, "/alive"), (ProbeType.Readiness, ready)],
            probes.Select(probe => (probe.Type, probe.Path)).OrderBy(probe => probe.Type == ProbeType.Readiness));
    }

    [Fact]
    public async Task Replicas_are_as_many_as_asked()
    {
        await using var application = await DeclaredApplication.ToPublishAsync("API_REPLICAS=3", "WORKER_REPLICAS=5");

        Assert.Equal([3, 1, 5, 1], Processes.Select(service => application.Find(service).GetReplicaCount()));
    }

    [Fact]
    public async Task Nothing_but_the_gateway_is_reached_from_outside()
    {
        await using var application = await DeclaredApplication.ToPublishAsync();

        Assert.DoesNotContain(
            application.Names.Where(name => name != "gateway" && !IsLeftOut(application.Find(name))),
            name => application.Endpoints(name).Any(endpoint => endpoint.IsExternal));
        var gateway = Assert.Single(application.Endpoints("gateway"));
        Assert.Equal((true, 8000, "http"), (gateway.IsExternal, gateway.Port, gateway.UriScheme));
    }

    [Fact]
    public async Task Ollama_gets_its_models_itself_and_keeps_them()
    {
        await using var application = await DeclaredApplication.ToPublishAsync("GENERATION_MODEL=ollama/llama3.2:3b");

        var command = (await application.ArgumentsAsync("ollama"))[^1];
        Assert.Contains("ollama pull nomic-embed-text;", command, StringComparison.Ordinal);
        Assert.Contains("ollama pull llama3.2:3b;", command, StringComparison.Ordinal);
        Assert.Equal("agent-memory-models", Assert.Single(application.Find("ollama").Annotations.OfType<ContainerMountAnnotation>()).Source);
        Assert.Equal("ollama/llama3.2:3b", (await application.EnvironmentAsync("worker"))["GENERATION_MODEL"]);
    }

    [Fact]
    public async Task With_a_key_there_is_no_model_here_and_the_key_is_a_secret_parameter()
    {
        await using var application = await DeclaredApplication.ToPublishAsync("OPENAI_API_KEY=sk-key", "EMBEDDING_MODEL=text-embedding-3-large");

        Assert.DoesNotContain("ollama", application.Names);
        Assert.True(Assert.IsType<ParameterResource>(application.Find("openai-api-key")).Secret);
        foreach (var service in Services)
        {
            var environment = await application.EnvironmentAsync(service);
            Assert.Equal("{openai-api-key.value}", environment["OPENAI_API_KEY"]);
            Assert.Equal("text-embedding-3-large", environment["EMBEDDING_MODEL"]);
            Assert.DoesNotContain("OLLAMA_API_BASE", environment.Keys);
            Assert.DoesNotContain(environment.Values, value => value.Contains("sk-key", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Without_models_none_is_named()
    {
        await using var application = await DeclaredApplication.ToPublishAsync("MODELS=none");

        Assert.DoesNotContain("ollama", application.Names);
        Assert.DoesNotContain("EMBEDDING_MODEL", (await application.EnvironmentAsync("worker")).Keys);
    }

    [Fact]
    public async Task A_redis_elsewhere_takes_the_place_of_the_container()
    {
        await using var application = await DeclaredApplication.ToPublishAsync("REDIS_URL=rediss://:secret@memory.example.com:6380");

        Assert.IsNotAssignableFrom<ContainerResource>(application.Find("redis"));
        Assert.True(Assert.IsType<ParameterResource>(application.Find("redis-connection")).Secret);
        Assert.Equal("{redis.connectionString}", (await application.EnvironmentAsync("api"))["ConnectionStrings__redis"]);
    }

    [Fact]
    public async Task Azure_takes_the_place_of_compose()
    {
        await using var application = await DeclaredApplication.ToPublishAsync("DEPLOY_TO=azure");

        Assert.Contains("azure", application.Names);
        Assert.DoesNotContain("compose", application.Names);
    }

    private static bool IsLeftOut(IResource resource) =>
        resource.Annotations.OfType<ManifestPublishingCallbackAnnotation>().LastOrDefault() == ManifestPublishingCallbackAnnotation.Ignore;
}
