using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace AgentMemory.AppHost.Tests.Distributed;

/// <summary>What the AppHost declares, without starting any of it.</summary>
internal sealed class DeclaredApplication(IDistributedApplicationTestingBuilder builder) : IAsyncDisposable
{
    /// <summary>Settings that the tester's own environment may hold: empty is not given.</summary>
    private static readonly string[] Unset =
    [
        "OPENAI_API_KEY", "ANTHROPIC_API_KEY", "AZURE_API_KEY", "OPENAI_API_BASE", "ANTHROPIC_API_BASE", "AZURE_API_BASE",
        "OLLAMA_API_BASE", "GENERATION_MODEL", "FAST_MODEL", "EMBEDDING_MODEL", "REDIS_URL", "OLLAMA_GPU", "DEPLOY_TO",
        "AUTH_MODE", "DISABLE_AUTH", "TOKEN_AUTH_ENABLED", "MODELS", "API_REPLICAS", "MCP_REPLICAS", "WORKER_REPLICAS", "GATEWAY_REPLICAS",
    ];

    public IReadOnlyList<string> Names => [.. builder.Resources.Select(resource => resource.Name)];

    /// <summary>As it is started on this machine.</summary>
    public static Task<DeclaredApplication> ToRunAsync(params string[] settings) => CreateAsync([], settings);

    /// <summary>As it is published.</summary>
    /// <param name="settings">Such as <c>API_REPLICAS=3</c>.</param>
    public static Task<DeclaredApplication> ToPublishAsync(params string[] settings) =>
        CreateAsync(["--operation", "publish", "--step", "publish"], settings);

    public IResource Find(string name) => Assert.Single(builder.Resources, resource => resource.Name == name);

    /// <summary>Texts as they are, everything else as the expression that stands for it in a manifest.</summary>
    public async Task<IReadOnlyDictionary<string, string>> EnvironmentAsync(string name)
    {
        var resource = Find(name);
        var context = new EnvironmentCallbackContext(builder.ExecutionContext, resource);
        foreach (var callback in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
            await callback.Callback(context);
        return context.EnvironmentVariables.ToDictionary(variable => variable.Key, variable => Shown(variable.Value));
    }

    public async Task<IReadOnlyList<string>> ArgumentsAsync(string name)
    {
        var resource = Find(name);
        var context = new CommandLineArgsCallbackContext([], resource) { ExecutionContext = builder.ExecutionContext };
        foreach (var callback in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
            await callback.Callback(context);
        return [.. context.Args.Select(Shown)];
    }

    public IEnumerable<string> WaitsOf(string name) =>
        Find(name).Annotations.OfType<WaitAnnotation>().Select(wait => wait.Resource.Name);

    public IReadOnlyList<EndpointAnnotation> Endpoints(string name) => [.. Find(name).Annotations.OfType<EndpointAnnotation>()];

    public ValueTask DisposeAsync() => builder.DisposeAsync();

    private static async Task<DeclaredApplication> CreateAsync(string[] operation, string[] settings) =>
        new(await DistributedApplicationTestingBuilder.CreateAsync<Projects.AgentMemory_AppHost>(
            [.. operation, .. Unset.Select(name => $"--{name}="), .. settings.Select(setting => "--" + setting)]));

    private static string Shown(object value) => value switch
    {
        string text => text,
        IManifestExpressionProvider expression => expression.ValueExpression,
        _ => $"({value.GetType().Name})",
    };
}
