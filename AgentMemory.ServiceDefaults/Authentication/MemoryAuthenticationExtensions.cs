using AgentMemory.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

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
        if (settings.Mode == AuthenticationMode.Off)
        {
            // Without the services, the host adds no middleware of its own either; endpoints keep their requirements.
            return services.Configure<RouteOptions>(options => options.SuppressCheckForUnhandledSecurityMetadata = true);
        }

        if (settings.OAuth2 is { } oauth2)
        {
            services.AddSingleton(oauth2);
            services.AddSingleton<SigningKeySource>();
            services.AddSingleton<SigningKeys>();
            services.AddSingleton<ICredentialVerifier, JwtCredentials>();
        }
        else
        {
            services.AddSingleton<ICredentialVerifier, TokenCredentials>();
        }

        services.AddAuthentication(TokenAuthenticationHandler.Scheme)
            .AddScheme<AuthenticationSchemeOptions, TokenAuthenticationHandler>(TokenAuthenticationHandler.Scheme, configureOptions: null);
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        return services;
    }

    /// <summary>
    /// Authentication and authorization; while authentication is off, everybody is the local developer and nothing is asked.
    /// </summary>
    public static IApplicationBuilder UseMemoryAuthentication(this IApplicationBuilder app) =>
        app.UseMemoryIdentity().UseMemoryAuthorization();

    /// <summary>Says who calls and lets everybody pass, for what must know before <see cref="UseMemoryAuthorization"/>.</summary>
    public static IApplicationBuilder UseMemoryIdentity(this IApplicationBuilder app)
    {
        if (IsOn(app))
            return app.UseAuthentication();
        return app.Use(static next => context =>
        {
            context.User = MemoryClaims.LocalDeveloper;
            return next(context);
        });
    }

    /// <summary>Lets pass who may.</summary>
    public static IApplicationBuilder UseMemoryAuthorization(this IApplicationBuilder app) => IsOn(app) ? app.UseAuthorization() : app;

    private static bool IsOn(IApplicationBuilder app) =>
        app.ApplicationServices.GetRequiredService<AuthenticationSettings>().Mode != AuthenticationMode.Off;
}
