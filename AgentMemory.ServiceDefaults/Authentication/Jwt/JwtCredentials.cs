using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace AgentMemory.ServiceDefaults.Authentication;

/// <summary>Credentials that are JWTs of the configured issuer, with the texts clients know (spec 13.4).</summary>
internal sealed class JwtCredentials(OAuth2Settings settings, SigningKeys keys, TimeProvider time) : ICredentialVerifier
{
    /// <summary>How far the issuer's clock may be ahead of ours.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(300);

    private static readonly JsonWebTokenHandler Handler = new();

    public async ValueTask<CredentialVerdict> VerifyAsync(string credentials, CancellationToken cancellationToken)
    {
        try
        {
            if (Read(credentials) is not { } token)
                return CredentialVerdict.Refused("Invalid token header: this is no JWT");
            if (string.IsNullOrEmpty(token.Kid))
                return CredentialVerdict.Refused("Token missing key identifier (kid)");
            if (!settings.Algorithms.Contains(token.Alg))
                return CredentialVerdict.Refused($"Invalid JWT: its algorithm is none of {string.Join(", ", settings.Algorithms)}");
            return await keys.FindAsync(token.Kid, token.Alg, cancellationToken) is { } key
                ? await VerifyAsync(token, key)
                : CredentialVerdict.Refused("Unable to find matching public key");
        }
        catch (SigningKeysException failure)
        {
            return CredentialVerdict.Undecided(failure.Status, failure.Message, SigningKeys.RetryAfter);
        }
    }

    private static JsonWebToken? Read(string credentials)
    {
        try
        {
            return new JsonWebToken(credentials);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private async Task<CredentialVerdict> VerifyAsync(JsonWebToken token, SecurityKey key)
    {
        var result = await Handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKey = key,
            ValidAlgorithms = settings.Algorithms,
            ValidIssuer = settings.Issuer,
            ValidAudience = settings.Audience,
            ValidateAudience = settings.Audience is not null,
            ValidateLifetime = false, // Below, by the clock of this service.
        });
        if (!result.IsValid)
            return CredentialVerdict.Refused(Explain(result.Exception));
        if (ProblemWithTimes(token) is { } problem)
            return CredentialVerdict.Refused(problem);
        return token.TryGetPayloadValue<string>(JwtRegisteredClaimNames.Sub, out var subject) && !string.IsNullOrEmpty(subject)
            ? JwtCaller.Of(token, subject, settings)
            : CredentialVerdict.Refused("Token missing subject");
    }

    private string? ProblemWithTimes(JsonWebToken token)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        if (!token.TryGetPayloadValue<double>(JwtRegisteredClaimNames.Exp, out var expires))
            return "Invalid JWT: it says no time at which it expires (exp)";
        if (expires <= now)
            return "Invalid JWT: it has expired";
        if (token.TryGetPayloadValue<object>(JwtRegisteredClaimNames.Nbf, out _)
            && (!token.TryGetPayloadValue<double>(JwtRegisteredClaimNames.Nbf, out var begins) || begins > now + ClockSkew.TotalSeconds))
            return "Invalid JWT: it is not valid yet (nbf)";
        if (!token.TryGetPayloadValue<double>(JwtRegisteredClaimNames.Iat, out var issued))
            return "Invalid JWT: it says no time at which it was issued (iat)";
        return issued > now + ClockSkew.TotalSeconds ? "Token issued in the future" : null;
    }

    private static string Explain(Exception failure) => failure switch
    {
        SecurityTokenInvalidAudienceException => "Invalid audience",
        SecurityTokenInvalidIssuerException => "Invalid JWT: it is of another issuer",
        SecurityTokenInvalidSignatureException or SecurityTokenSignatureKeyNotFoundException =>
            "Invalid JWT: signature verification failed",
        _ => "Invalid JWT: it cannot be read",
    };
}
