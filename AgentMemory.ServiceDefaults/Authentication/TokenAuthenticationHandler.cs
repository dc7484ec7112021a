using System.Text.Encodings.Web;
using AgentMemory.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentMemory.ServiceDefaults.Authentication;

/// <summary>
/// Authenticates <c>Authorization: Bearer</c>, else <c>X-API-Key</c>, with the texts clients know (spec 13.2, 13.3).
/// </summary>
internal sealed class TokenAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public new const string Scheme = "AgentMemory";

    private const string BearerPrefix = "Bearer ";

    private bool _noCredentials;
    private string _refusal = "Missing authorization header";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Credentials() is not { } token)
        {
            _noCredentials = true;
            return AuthenticateResult.NoResult();
        }

        var verifier = Context.RequestServices.GetRequiredService<ITokenVerifier>();
        var verification = await verifier.VerifyAsync(token, Context.RequestAborted);
        if (verification is { State: TokenState.Valid, Identity: { } identity })
        {
            Context.Features.Set(new PresentedToken(verifier, token, identity));
            return AuthenticateResult.Success(new(MemoryClaims.ForToken(identity), Scheme));
        }

        _refusal = verification.State == TokenState.Expired ? "Token has expired" : "Invalid token";
        return AuthenticateResult.Fail(_refusal);
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await HandleAuthenticateOnceSafeAsync();
        if (_noCredentials)
            Response.Headers.WWWAuthenticate = "Bearer";
        await ErrorResponse.WriteAsync(Context, StatusCodes.Status401Unauthorized, _refusal);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        ErrorResponse.WriteAsync(Context, StatusCodes.Status403Forbidden, "Insufficient permissions");

    private string? Credentials()
    {
        var authorization = Request.Headers.Authorization;
        if (authorization.Count == 0 && Request.Headers.TryGetValue("X-API-Key", out var keys))
        {
            if (keys is [{ Length: > 0 } key])
                return key;
            _refusal = "Missing bearer token";
            return null;
        }
        if (authorization is not [{ } header] || !header.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase))
            return null;
        var token = header[BearerPrefix.Length..].Trim();
        return token.Length > 0 ? token : null;
    }
}
