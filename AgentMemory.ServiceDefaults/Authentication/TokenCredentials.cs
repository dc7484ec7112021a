namespace AgentMemory.ServiceDefaults.Authentication;

/// <summary>Credentials that are tokens of our own (spec 13.3).</summary>
internal sealed class TokenCredentials(ITokenVerifier tokens) : ICredentialVerifier
{
    public async ValueTask<CredentialVerdict> VerifyAsync(string credentials, CancellationToken cancellationToken)
    {
        var verification = await tokens.VerifyAsync(credentials, cancellationToken);
        return verification switch
        {
            { State: TokenState.Valid, Identity: { } identity } =>
                CredentialVerdict.Accepted(MemoryClaims.ForToken(identity), identity.PublicId),
            { State: TokenState.Expired } => CredentialVerdict.Refused("Token has expired"),
            _ => CredentialVerdict.Refused("Invalid token"),
        };
    }
}
