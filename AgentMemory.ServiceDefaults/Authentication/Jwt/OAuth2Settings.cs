namespace AgentMemory.ServiceDefaults.Authentication;

/// <summary>Whose JWTs are accepted, and what they must say; already validated.</summary>
/// <param name="Issuer">Equal to the claim <c>iss</c>, to the letter.</param>
/// <param name="Audience">Equal to the claim <c>aud</c>, or among its values; <see langword="null"/> asks for none.</param>
/// <param name="JwksUrl">Where the issuer's public keys are.</param>
/// <param name="Algorithms">Of <see cref="PublicKeyAlgorithms"/>, at least one.</param>
/// <param name="NamespacesClaim">Its values are the namespaces a caller reaches; <see langword="null"/> binds nobody.</param>
/// <param name="UsersClaim">Its values are the users a caller reaches; <see langword="null"/> binds nobody.</param>
public sealed record OAuth2Settings(
    string Issuer, string? Audience, Uri JwksUrl, IReadOnlyList<string> Algorithms, string? NamespacesClaim, string? UsersClaim)
{
    /// <summary>
    /// Signed with a private key, verified with a public one. Any other kind would let everybody who knows the public key,
    /// or no key at all, make tokens.
    /// </summary>
    public static IReadOnlyList<string> PublicKeyAlgorithms { get; } =
        ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    /// <param name="issuer"><c>OAUTH2_ISSUER_URL</c>.</param>
    /// <param name="jwksUrl"><c>OAUTH2_JWKS_URL</c>; by default below the issuer.</param>
    /// <returns>The settings, or what is wrong with the variables and how to put it right.</returns>
    public static (OAuth2Settings? Settings, string? Problem) Decide(
        string? issuer, string? audience, string? jwksUrl, IReadOnlyList<string> algorithms, string? namespacesClaim, string? usersClaim)
    {
        if (issuer is null)
        {
            return (null, "AUTH_MODE=oauth2: OAuth2 issuer URL not configured, set OAUTH2_ISSUER_URL, "
                + "such as https://tenant.example.com/");
        }

        if (!IsWeb(issuer, out _))
            return (null, $"OAUTH2_ISSUER_URL is \"{issuer}\": use the issuer's URL, such as https://tenant.example.com/");
        if (!IsWeb(jwksUrl ?? $"{issuer.TrimEnd('/')}/.well-known/jwks.json", out var keys))
            return (null, $"OAUTH2_JWKS_URL is \"{jwksUrl}\": use a URL such as https://tenant.example.com/.well-known/jwks.json");
        return (new(issuer, audience, keys, algorithms, namespacesClaim, usersClaim), null);
    }

    private static bool IsWeb(string text, out Uri url) =>
        Uri.TryCreate(text, UriKind.Absolute, out url!) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp);
}
