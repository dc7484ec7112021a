using Microsoft.Extensions.Logging;

namespace AgentMemory.ServiceDefaults.Authentication;

internal static partial class AuthenticationWarning
{
    public static void WarnWhenOff(this ILogger logger, AuthenticationSettings settings)
    {
        if (settings.Mode == AuthenticationMode.Off)
            LogOff(logger);
    }

    [LoggerMessage(LogLevel.Warning,
        "Authentication is off: whoever reaches this server reads and changes everything. Set AUTH_MODE=token to change that")]
    private static partial void LogOff(ILogger logger);
}
