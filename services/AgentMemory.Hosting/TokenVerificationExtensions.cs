using AgentMemory.Hosting;
using AgentMemory.Hosting.Settings;
using AgentMemory.ServiceDefaults.Authentication;

namespace Microsoft.Extensions.DependencyInjection;

public static class TokenVerificationExtensions
{
    /// <summary>What it takes to say whose a token is, for what has no engine; nothing where tokens are not asked for.</summary>
    /// <exception cref="StartupException">The data folder, or the address of Redis, cannot be used.</exception>
    public static IServiceCollection AddTokenVerification(this IServiceCollection services, MemorySettings settings)
    {
        if (settings.Authentication.Mode == AuthenticationMode.Token)
            services.AddMemoryStore(settings).AddSingleton<ITokenVerifier, StoredTokenVerifier>();
        return services;
    }
}
