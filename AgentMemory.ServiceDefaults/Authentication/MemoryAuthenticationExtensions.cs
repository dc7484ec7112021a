using AgentMemory.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace Microsoft.Extensions.DependencyInjection;

public static class MemoryAuthenticationExtensions
{
    /// <summary>
    /// Makes every endpoint need an authenticated caller unless it says <c>AllowAnonymous</c>. In token mode the
    /// application registers an <see cref="ITokenVerifier"/>.
    /// </summary>
    public static IServiceCollection AddMemoryAuthentication(this IServiceCollection services, AuthenticationSettings settings)
    {
        services.AddSingleton(settings);
        services.AddAuthentication(TokenAuthenticationHandler.Scheme)
            .AddScheme<TokenAuthenticationOptions, TokenAuthenticationHandler>(
                TokenAuthenticationHandler.Scheme, options => options.Mode = settings.Mode);
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        return services;
    }
}
