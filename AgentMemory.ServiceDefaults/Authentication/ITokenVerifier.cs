namespace AgentMemory.ServiceDefaults.Authentication;

/// <summary>Says whose token it is. Called on every request: implementations answer by one indexed look-up.</summary>
public interface ITokenVerifier
{
    ValueTask<TokenVerification> VerifyAsync(string token, CancellationToken cancellationToken);
}

public enum TokenState { Unknown, Expired, Valid }

/// <summary>What a verifier found.</summary>
public sealed record TokenVerification
{
    private TokenVerification(TokenState state, TokenIdentity? identity) => (State, Identity) = (state, identity);

    public static TokenVerification Unknown { get; } = new(TokenState.Unknown, null);

    public static TokenVerification Expired { get; } = new(TokenState.Expired, null);

    public static TokenVerification Valid(TokenIdentity identity) => new(TokenState.Valid, identity);

    public TokenState State { get; }

    /// <summary>Set for a valid token.</summary>
    public TokenIdentity? Identity { get; }
}

/// <summary>Who a valid token stands for.</summary>
/// <param name="PublicId">Names the token in logs and commands; not the secret.</param>
/// <param name="Namespaces">The namespaces it reaches, at least one; <see langword="null"/> for all.</param>
/// <param name="Users">The users it reaches, at least one; <see langword="null"/> for all.</param>
public sealed record TokenIdentity(string PublicId, IReadOnlyList<string>? Namespaces, IReadOnlyList<string>? Users);
