namespace AgentMemory.ServiceDefaults.Authentication;

/// <summary>
/// The valid credentials of a request, a feature of its context: requests that go on for long ask again whether they still
/// are. Absent while authentication is off.
/// </summary>
public sealed class PresentedToken
{
    private readonly ICredentialVerifier _verifier;
    private readonly string _secret;

    internal PresentedToken(ICredentialVerifier verifier, string secret, string publicId) =>
        (_verifier, _secret, PublicId) = (verifier, secret, publicId);

    /// <summary>Names the token, or whom a JWT stands for and what it reaches; not the secret.</summary>
    public string PublicId { get; }

    /// <summary>False once it was removed, has expired, or was issued anew, perhaps with another binding.</summary>
    public async ValueTask<bool> IsStillValidAsync(CancellationToken cancellationToken) =>
        (await _verifier.VerifyAsync(_secret, cancellationToken)).PublicId == PublicId;
}
