using AgentMemory.Embeddings;
using AgentMemory.Hosting;
using AgentMemory.Hosting.Health;
using AgentMemory.Hosting.Settings;
using AgentMemory.ServiceDefaults.Authentication;
using AgentMemory.Tasks;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Extensions.Hosting;

public static class AgentMemoryExtensions
{
    /// <summary>The engine with all it stands on: store, tokens and the models that are configured.</summary>
    /// <exception cref="StartupException">The data folder cannot be used.</exception>
    public static IHostApplicationBuilder AddAgentMemory(this IHostApplicationBuilder builder, MemorySettings settings)
    {
        var services = builder.Services;
        services.AddSingleton(settings);
        services.AddMemoryStore(settings);
        if (settings.Embedding is { } embedding)
        {
            services.AddEmbeddings(embedding);
            services.AddSingleton(provider => new EmbeddingModel(
                provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>(),
                embedding.Model, embedding.Dimensions));
        }
        services.AddSingleton(settings.TokenBudget);
        services.AddLanguageModels(settings.LanguageModels.Generation, settings.LanguageModels.Fast);
        services.AddSingleton(new TaskRunnerOptions
        {
            Concurrency = settings.WorkerConcurrency,
            Lease = settings.WorkerRedelivery,
            Heartbeat = settings.WorkerRedelivery / 3,
        });
        services.AddMemoryEngine(settings.Engine);
        services.AddSingleton<ITokenVerifier, StoredTokenVerifier>();
        services.AddSingleton<StoreProbe>();
        services.AddHealthChecks().AddCheck<StoreHealthCheck>(StoreHealthCheck.Name);
        return builder;
    }
}
