using AgentMemory.Models;
using AgentMemory.ModelServers;
using AgentMemory.Usage;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Tests;

internal static class LanguageModelServices
{
    public static Engine StartEngine(ModelServer server, EngineOptions? options = null, long? tokensPerDay = null) =>
        new(options, configure: services => services.AddModel(server, tokensPerDay));

    /// <summary>Makes an engine's language model the given server, which fails without repetitions.</summary>
    public static IServiceCollection AddModel(this IServiceCollection services, ModelServer server, long? tokensPerDay = null)
    {
        var options = new ChatModelOptions
        {
            Model = "test-model",
            Provider = ChatProvider.Compatible,
            Endpoint = server.OpenAIBase,
            ContextWindow = 16_000,
            MaximumRetries = 0,
            FailuresBeforeBreak = 1000,
        };
        return services.AddSingleton(new TokenBudget(tokensPerDay)).AddLanguageModels(options, options);
    }
}
