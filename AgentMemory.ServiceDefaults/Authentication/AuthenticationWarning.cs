using Microsoft.Extensions.Logging;

namespace AgentMemory.ServiceDefaults.Authentication;

public static partial class AuthenticationWarning
{
    /// <summary>Says at start what the settings leave open.</summary>
    public static void WarnOfGaps(this ILogger logger, AuthenticationSettings settings)
    {
        if (settings.Mode == AuthenticationMode.Off)
            LogOff(logger);
        if (settings.OAuth2 is { Audience: null })
            LogNoAudience(logger);
        if (settings.OAuth2 is { JwksUrl: { IsLoopback: false, Scheme: var scheme } } && scheme != Uri.UriSchemeHttps)
            LogPlainKeys(logger);
    }

    [LoggerMessage(LogLevel.Warning,
        "Authentication is off: whoever reaches this server reads and changes everything. Set AUTH_MODE=token to change that")]
    private static partial void LogOff(ILogger logger);

    [LoggerMessage(LogLevel.Warning,
        "Tokens that the issuer made for other services are accepted, too. Set OAUTH2_AUDIENCE to change that")]
    private static partial void LogNoAudience(ILogger logger);

    [LoggerMessage(LogLevel.Warning,
        "The issuer's keys are not fetched by https: whoever can change them on their way can make tokens. Set OAUTH2_JWKS_URL")]
    private static partial void LogPlainKeys(ILogger logger);
}
