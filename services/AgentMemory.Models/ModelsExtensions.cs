using AgentMemory.LanguageModels;
using AgentMemory.Models;
using AgentMemory.Usage;
using Microsoft.Extensions.AI;

namespace Microsoft.Extensions.DependencyInjection;

public static class ModelsExtensions
{
    /// <summary>Registers the embedding model's provider. Without this call there is none, and nothing is ever called.</summary>
    public static IServiceCollection AddEmbeddings(this IServiceCollection services, EmbeddingOptions options) =>
        services.AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(
            _ => new ResilientEmbeddingGenerator(new OpenAIEmbeddingGenerator(options), options));

    /// <summary>
    /// Registers <see cref="ModelRoles"/>, always, and the models' providers. It needs an <see cref="IUsageStore"/> and a
    /// <see cref="TokenBudget"/>.
    /// </summary>
    /// <param name="generation"><see langword="null"/> for none, as <paramref name="fast"/>; both may be the same.</param>
    public static IServiceCollection AddLanguageModels(
        this IServiceCollection services, ChatModelOptions? generation, ChatModelOptions? fast)
    {
        // Keyed, so that the container disposes each with its connections; a model that has both roles is one.
        foreach (var options in new[] { generation, fast }.OfType<ChatModelOptions>().Distinct())
        {
            services.AddKeyedSingleton<IChatClient>(options, (provider, _) => ChatClients.Create(options, Time(provider)));
            services.AddKeyedSingleton(options, (provider, _) => new LanguageModel(
                provider.GetRequiredKeyedService<IChatClient>(options), options.Model, options.ContextWindow,
                provider.GetRequiredService<IUsageStore>(), provider.GetRequiredService<TokenBudget>(), Time(provider)));
        }
        return services.AddSingleton(provider => new ModelRoles(Find(provider, generation), Find(provider, fast)));
    }

    private static LanguageModel? Find(IServiceProvider provider, ChatModelOptions? options) =>
        options is null ? null : provider.GetRequiredKeyedService<LanguageModel>(options);

    private static TimeProvider Time(IServiceProvider provider) => provider.GetService<TimeProvider>() ?? TimeProvider.System;
}
