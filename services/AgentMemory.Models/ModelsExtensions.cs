using AgentMemory.Models;
using Microsoft.Extensions.AI;

namespace Microsoft.Extensions.DependencyInjection;

public static class ModelsExtensions
{
    /// <summary>Registers the embedding model's provider. Without this call there is none, and nothing is ever called.</summary>
    public static IServiceCollection AddEmbeddings(this IServiceCollection services, EmbeddingOptions options) =>
        services.AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(
            _ => new ResilientEmbeddingGenerator(new OpenAIEmbeddingGenerator(options), options));
}
