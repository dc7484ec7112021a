namespace AgentMemory.ServiceDefaults.Authentication;

public enum AuthenticationMode
{
    /// <summary>Everybody is the local developer.</summary>
    Off,

    /// <summary>Every request carries a token that an <see cref="ITokenVerifier"/> accepts.</summary>
    Token,

    /// <summary>Every request carries a JWT of the issuer in <see cref="OAuth2Settings"/>.</summary>
    OAuth2,
}

/// <summary>Whether callers must authenticate, decided once at start.</summary>
/// <param name="OffExplicitly">
/// The operator wrote <c>DISABLE_AUTH=true</c>: the only way to serve other machines without authentication.
/// </param>
public sealed record AuthenticationSettings(AuthenticationMode Mode, bool OffExplicitly)
{
    /// <summary>Set in that mode.</summary>
    public OAuth2Settings? OAuth2 { get; init; }

    /// <summary>
    /// Authentication is on when either variable asks for it, unless it was switched off in so many words. Asking for
    /// both sides at once, or for neither while forbidding "off", is a mistake to correct and not to interpret (T18b).
    /// </summary>
    /// <param name="disableAuth"><c>DISABLE_AUTH</c>; <see langword="null"/> when it is not set.</param>
    /// <param name="authMode"><c>AUTH_MODE</c>; <see langword="null"/> when it is not set.</param>
    /// <param name="tokenAuthEnabled"><c>TOKEN_AUTH_ENABLED</c>.</param>
    /// <param name="oauth2">Asked for when the variables choose that mode.</param>
    /// <returns>The settings, or what is wrong with the variables and how to put it right.</returns>
    public static (AuthenticationSettings? Settings, string? Problem) Decide(
        bool? disableAuth, string? authMode, bool tokenAuthEnabled, Func<(OAuth2Settings? Settings, string? Problem)> oauth2)
    {
        var mode = authMode?.Trim().ToLowerInvariant();
        if (mode is not (null or "" or "disabled" or "token" or "oauth2"))
            return (null, $"AUTH_MODE is \"{authMode}\": use token, oauth2 or disabled");
        if (disableAuth is true)
            return (new(AuthenticationMode.Off, OffExplicitly: true), null);
        if (mode is "oauth2" && tokenAuthEnabled)
            return (null, "AUTH_MODE=oauth2 and TOKEN_AUTH_ENABLED=true ask for two kinds of authentication: remove one of them");
        if (mode is "oauth2")
        {
            var (settings, problem) = oauth2();
            return settings is null
                ? (null, problem)
                : (new(AuthenticationMode.OAuth2, OffExplicitly: false) { OAuth2 = settings }, null);
        }

        if (mode is "token" || tokenAuthEnabled)
            return (new(AuthenticationMode.Token, OffExplicitly: false), null);
        if (disableAuth is false)
        {
            return (null, "DISABLE_AUTH=false asks for authentication but no kind of it is chosen: "
                + "set AUTH_MODE to token or oauth2, or remove DISABLE_AUTH to serve this machine alone");
        }
        return (new(AuthenticationMode.Off, OffExplicitly: false), null);
    }
}
