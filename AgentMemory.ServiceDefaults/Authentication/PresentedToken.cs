namespace AgentMemory.ServiceDefaults.Authentication;

/// <summary>
/// The valid token of a request, a feature of its context: requests that go on for long ask again whether it still is one.
/// Absent while authentication is off.
/// </summary>
public sealed class PresentedToken
{
    private readonly ITokenVerifier _verifier;
    private readonly string _secret;

    internal PresentedToken(ITokenVerifier verifier, string secret, TokenIdentity identity) =>
        (_verifier, _secret, PublicId) = (verifier, secret, identity.PublicId);

    /// <summary>Names the token; not the secret.</summary>
    public string PublicId { get; }

    /// <summary>False once it was removed, has expired, or was issued anew, perhaps with another binding.</summary>
    public async ValueTask<bool> IsStillValidAsync(CancellationToken cancellationToken) =>
        (await _verifier.VerifyAsync(_secret, cancellationToken)).Identity?.PublicId == PublicId;
}
