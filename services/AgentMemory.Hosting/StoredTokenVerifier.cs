using AgentMemory.ServiceDefaults.Authentication;
using AgentMemory.Tenancy;

namespace AgentMemory.Hosting;

/// <summary>Tokens of the store.</summary>
internal sealed class StoredTokenVerifier(TokenService tokens) : ITokenVerifier
{
    public async ValueTask<TokenVerification> VerifyAsync(string token, CancellationToken cancellationToken)
    {
        var check = await tokens.CheckAsync(token, cancellationToken);
        return check switch
        {
            { Validity: TokenValidity.Valid, Token: { } known } =>
                TokenVerification.Valid(new(known.PublicId, known.Namespaces, known.Users)),
            { Validity: TokenValidity.Expired } => TokenVerification.Expired,
            _ => TokenVerification.Unknown,
        };
    }
}
