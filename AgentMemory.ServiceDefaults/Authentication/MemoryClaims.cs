using System.Security.Claims;

namespace AgentMemory.ServiceDefaults.Authentication;

/// <summary>The claims of an authenticated caller.</summary>
public static class MemoryClaims
{
    public const string Subject = "sub";
    public const string Audience = "aud";
    public const string Scope = "scope";
    public const string Role = "role";
    public const string TokenId = "agentmemory:token";

    /// <summary>One claim per namespace the caller is bound to; none when it reaches every namespace.</summary>
    public const string Namespace = "agentmemory:namespace";

    /// <summary>One claim per user the caller is bound to; none when it reaches every user.</summary>
    public const string User = "agentmemory:user";

    /// <summary>Everybody's identity while authentication is off.</summary>
    public static ClaimsPrincipal LocalDeveloper { get; } = Principal(
        [new(Subject, "local-dev-user"), new(Audience, "local-dev"), new(Scope, "admin")]);

    /// <exception cref="ArgumentException">A binding without values, which claims cannot tell from no binding.</exception>
    public static ClaimsPrincipal ForToken(TokenIdentity identity) => ForCaller(
        [new(Subject, "token-user"), new(Audience, "token-auth"), new(Scope, "admin")], identity);

    /// <param name="claims">Who it is.</param>
    /// <param name="identity">What it reaches.</param>
    /// <exception cref="ArgumentException">A binding without values, which claims cannot tell from no binding.</exception>
    internal static ClaimsPrincipal ForCaller(IEnumerable<Claim> claims, TokenIdentity identity)
    {
        if (identity.Namespaces is { Count: 0 } || identity.Users is { Count: 0 })
            throw new ArgumentException($"Token {identity.PublicId} is bound to nothing: remove it", nameof(identity));
        return Principal(
        [
            .. claims,
            new(TokenId, identity.PublicId),
            .. (identity.Namespaces ?? []).Select(value => new Claim(Namespace, value)),
            .. (identity.Users ?? []).Select(value => new Claim(User, value)),
        ]);
    }

    private static ClaimsPrincipal Principal(IEnumerable<Claim> claims) =>
        new(new ClaimsIdentity(claims, TokenAuthenticationHandler.Scheme, Subject, Role));
}
