using AgentMemory.AppHost.Distributed;

return await MemoryApplication.RunAsync(args, builder =>
{
    var store = builder.AddRedisStore();
    var models = builder.AddModels();

    var api = builder.AddProject<Projects.AgentMemory_Api>("api")
        .WithListener("HOST", "PORT", 8000)
        .WithHealth(ready: "/v1/ready")
        .WithMemory(store, models)
        .WithReplicasOf("API_REPLICAS", 2);

    var mcp = builder.AddProject<Projects.AgentMemory_Mcp>("mcp")
        .WithListener("MCP_HOST", "MCP_PORT", 9000)
        .WithHealth(ready: "/health")
        .WithMemory(store, models)
        .WithReplicasOf("MCP_REPLICAS", 1); // More break SSE, which older clients use (docs/operations.md).

    builder.AddProject<Projects.AgentMemory_Worker>("worker")
        .WithListener("HOST", "WORKER_HEALTH_PORT", 8080)
        .WithHealth(ready: "/health")
        .WithMemory(store, models)
        .WithReplicasOf("WORKER_REPLICAS", 2);

    builder.AddProject<Projects.AgentMemory_Gateway>("gateway")
        .WithListener("GATEWAY_HOST", "GATEWAY_PORT", 8080)
        .WithPublicPort(8000)
        .WithHealth(ready: "/health")
        .WithStore(store)
        .WithReference(api).WaitFor(api)
        .WithReference(mcp).WaitFor(mcp)
        .WithReplicasOf("GATEWAY_REPLICAS", 1);

    builder.AddProject<Projects.AgentMemory_Cli>("agent-memory")
        .WithMemory(store, models)
        .RunsOnRequest();

    builder.AddDeploymentTarget();
});
