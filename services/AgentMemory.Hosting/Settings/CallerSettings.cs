using AgentMemory.ServiceDefaults.Authentication;

namespace AgentMemory.Hosting.Settings;

/// <summary>The settings that say who may call.</summary>
internal static class CallerSettings
{
    /// <returns><see langword="null"/> when a problem leaves it undecided.</returns>
    public static AuthenticationSettings? Read(SettingsReader reader)
    {
        var disableAuth = reader.OptionalFlag("DISABLE_AUTH");
        var mode = reader.Text("AUTH_MODE", "disabled");
        var tokens = reader.Flag("TOKEN_AUTH_ENABLED", false);
        var issuer = reader.Text("OAUTH2_ISSUER_URL");
        var audience = reader.Text("OAUTH2_AUDIENCE");
        var jwksUrl = reader.Text("OAUTH2_JWKS_URL", "<issuer>/.well-known/jwks.json");
        var algorithms = reader.List(
            "OAUTH2_ALGORITHMS", OAuth2Settings.PublicKeyAlgorithms.Contains,
            $"use algorithms with a public key: {string.Join(", ", OAuth2Settings.PublicKeyAlgorithms)}", "RS256");
        var (namespaces, users) = (reader.Text("OAUTH2_NAMESPACES_CLAIM"), reader.Text("OAUTH2_USERS_CLAIM"));

        var (settings, problem) = AuthenticationSettings.Decide(
            disableAuth, mode, tokens, () => OAuth2Settings.Decide(issuer, audience, jwksUrl, algorithms, namespaces, users));
        reader.Add(problem);
        return settings;
    }
}
