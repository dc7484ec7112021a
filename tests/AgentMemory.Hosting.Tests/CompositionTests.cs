using AgentMemory.Embeddings;
using AgentMemory.Hosting.Settings;
using AgentMemory.LanguageModels;
using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.ServiceDefaults.Authentication;
using AgentMemory.Tasks;
using AgentMemory.WorkingMemory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AgentMemory.Hosting.Tests;

public sealed class CompositionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Everything_a_service_needs_is_there()
    {
        using var host = Build(("WORKER_CONCURRENCY", "3"), ("LONG_TERM_MEMORY", "false"));

        Assert.NotNull(host.Services.GetRequiredService<WorkingMemoryService>());
        Assert.NotNull(host.Services.GetRequiredService<LongTermMemoryService>());
        Assert.NotNull(host.Services.GetRequiredService<SearchService>());
        Assert.NotNull(host.Services.GetRequiredService<ITokenVerifier>());
        Assert.NotNull(host.Services.GetRequiredService<PeriodicRunner>());
        Assert.Equal(3, host.Services.GetRequiredService<TaskRunnerOptions>().Concurrency);
        Assert.False(host.Services.GetRequiredService<EngineOptions>().LongTermMemory);
    }

    [Fact]
    public void There_is_an_embedding_model_only_where_one_is_configured()
    {
        using var without = Build();
        using var with = Build(("OPENAI_API_BASE", "http://127.0.0.1:1/v1"), ("EMBEDDING_MODEL", "my-model"));

        Assert.Null(without.Services.GetService<EmbeddingModel>());
        Assert.Equal("my-model", with.Services.GetRequiredService<EmbeddingModel>().Name);
    }

    [Fact]
    public void There_are_language_models_only_where_they_are_configured()
    {
        using var without = Build();
        using var one = Build(("OPENAI_API_BASE", "http://127.0.0.1:1/v1"), ("GENERATION_MODEL", "my-model"));
        using var two = Build(("ANTHROPIC_API_KEY", "a"));

        Assert.Equal(ModelRoles.None, without.Services.GetRequiredService<ModelRoles>());
        var roles = one.Services.GetRequiredService<ModelRoles>();
        Assert.Equal(("my-model", 16_000), (roles.Generation!.Name, roles.Generation.ContextWindow));
        Assert.Same(roles.Generation, roles.Fast);
        var (generation, fast) = two.Services.GetRequiredService<ModelRoles>();
        Assert.Equal(("claude-sonnet-4-5", "claude-haiku-4-5"), (generation!.Name, fast!.Name));
    }

    private IHost Build(params (string Name, string Value)[] variables)
    {
        var source = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("AGENT_MEMORY_DATA", (string?)_folder.Path)])
            .AddInMemoryCollection(variables.Select(variable => KeyValuePair.Create(variable.Name, (string?)variable.Value)))
            .Build();
        return MemoryHost.CreateBuilder(MemorySettings.Load(source), "test").Build();
    }
}
