using System.Globalization;
using System.Text.Encodings.Web;
using AgentMemory.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentMemory.ServiceDefaults.Authentication;

/// <summary>
/// Authenticates <c>Authorization: Bearer</c>, else <c>X-API-Key</c>, with the texts clients know (spec 13.2). What they
/// are worth says the <see cref="ICredentialVerifier"/> of the mode.
/// </summary>
internal sealed class TokenAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public new const string Scheme = "AgentMemory";

    private const string BearerPrefix = "Bearer ";

    private bool _hasCredentials;
    private CredentialVerdict _refusal = CredentialVerdict.Refused("Missing authorization header");

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Credentials() is not { } credentials)
            return AuthenticateResult.NoResult();

        _hasCredentials = true;
        var verifier = Context.RequestServices.GetRequiredService<ICredentialVerifier>();
        var verdict = await verifier.VerifyAsync(credentials, Context.RequestAborted);
        if (verdict is { Caller: { } caller, PublicId: { } id })
        {
            Context.Features.Set(new PresentedToken(verifier, credentials, id));
            return AuthenticateResult.Success(new(caller, Scheme));
        }

        _refusal = verdict;
        return AuthenticateResult.Fail(verdict.Refusal!);
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await HandleAuthenticateOnceSafeAsync();
        if (_refusal.RetryAfter is { } wait)
            Response.Headers.RetryAfter = wait.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        if (_refusal.Status == StatusCodes.Status401Unauthorized)
        {
            if (Context.GetEndpoint()?.Metadata.GetMetadata<ProtectedResource>() is { } resource)
                Response.Headers.WWWAuthenticate = resource.Challenge(Request, _hasCredentials);
            else if (!_hasCredentials)
                Response.Headers.WWWAuthenticate = "Bearer";
        }

        await ErrorResponse.WriteAsync(Context, _refusal.Status, _refusal.Refusal!);
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
            _refusal = CredentialVerdict.Refused("Missing bearer token");
            return null;
        }
        if (authorization is not [{ } header] || !header.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase))
            return null;
        var token = header[BearerPrefix.Length..].Trim();
        return token.Length > 0 ? token : null;
    }
}
