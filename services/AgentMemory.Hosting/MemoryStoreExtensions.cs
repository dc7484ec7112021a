using AgentMemory.Hosting;
using AgentMemory.Hosting.Settings;
using AgentMemory.Hosting.Stores;
using AgentMemory.Tenancy;

namespace Microsoft.Extensions.DependencyInjection;

public static class MemoryStoreExtensions
{
    /// <summary>The store and the tokens in it: all that administrative commands need.</summary>
    /// <exception cref="StartupException">The data folder, or the address of Redis, cannot be used.</exception>
    public static IServiceCollection AddMemoryStore(this IServiceCollection services, MemorySettings settings)
    {
        StackStore.Add(services, settings);
        return services.AddSingleton<TokenService>();
    }
}
