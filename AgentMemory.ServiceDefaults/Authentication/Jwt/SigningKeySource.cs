using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace AgentMemory.ServiceDefaults.Authentication;

/// <summary>Fetches the issuer's key set.</summary>
internal sealed partial class SigningKeySource(OAuth2Settings settings, ILogger<SigningKeySource> logger) : IDisposable
{
    private const int LargestAnswer = 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // Follows no redirects: the keys decide who is let in, so they come from where the operator said.
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = Patience,
        MaxResponseContentBufferSize = LargestAnswer,
    };

    /// <exception cref="SigningKeysException">They were not answered, or what was answered is no key set.</exception>
    public async Task<IReadOnlyList<JsonWebKey>> FetchAsync()
    {
        try
        {
            var answer = await _http.GetStringAsync(settings.JwksUrl);
            return [.. new JsonWebKeySet(answer).Keys.Where(IsPublicSigningKey)];
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            LogNotFetched(failure, settings.JwksUrl);
            throw new SigningKeysException(
                StatusCodes.Status503ServiceUnavailable, "Unable to fetch JWKS: the issuer's keys are not answered", failure);
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or InvalidOperationException or System.Text.Json.JsonException)
        {
            LogNoKeySet(failure, settings.JwksUrl);
            throw new SigningKeysException(
                StatusCodes.Status500InternalServerError, "Error processing JWKS: what the issuer answers is no key set", failure);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>A symmetric key in a public document is a mistake that must not let anybody in.</summary>
    private static bool IsPublicSigningKey(JsonWebKey key) =>
        key.Kty is JsonWebAlgorithmsKeyTypes.RSA or JsonWebAlgorithmsKeyTypes.EllipticCurve
        && (string.IsNullOrEmpty(key.Use) || key.Use == JsonWebKeyUseNames.Sig);

    [LoggerMessage(LogLevel.Warning, "The issuer's keys at {Url} cannot be fetched; check OAUTH2_JWKS_URL and the network")]
    private partial void LogNotFetched(Exception failure, Uri url);

    [LoggerMessage(LogLevel.Error, "What {Url} answers is no JSON Web Key Set; check OAUTH2_JWKS_URL")]
    private partial void LogNoKeySet(Exception failure, Uri url);
}
