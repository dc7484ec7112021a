using Microsoft.IdentityModel.Tokens;

namespace AgentMemory.ServiceDefaults.Authentication;

/// <summary>
/// The issuer's public keys, kept for an hour. A key that is not known is looked for at once, since issuers change keys, but
/// not more often than every ten seconds, since anybody can invent the name of a key. The SDK's own cache renews behind the
/// caller's back: it would refuse the first tokens of a new key, and keep withdrawn keys while the issuer does not answer.
/// </summary>
internal sealed class SigningKeys(SigningKeySource source, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(3600);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _turn = new(1);
    private volatile Fetch? _latest;
    private volatile Fetch? _known;

    /// <summary>How long to wait for an issuer that does not answer.</summary>
    public static TimeSpan RetryAfter => Pause;

    /// <returns><see langword="null"/> when the issuer has no such key.</returns>
    /// <exception cref="SigningKeysException">The issuer cannot be asked.</exception>
    public async ValueTask<SecurityKey?> FindAsync(string keyId, string algorithm, CancellationToken cancellationToken)
    {
        if (_known is { } known && time.GetElapsedTime(known.At) < Lifetime && Find(known.Keys, keyId, algorithm) is { } key)
            return key;
        var latest = await LatestAsync(cancellationToken);
        return latest.Failure is { } failure
            ? throw new SigningKeysException(failure.Status, failure.Message, failure)
            : Find(latest.Keys, keyId, algorithm);
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>What was fetched just now, else what is fetched now, by one for all who wait.</summary>
    private async Task<Fetch> LatestAsync(CancellationToken cancellationToken)
    {
        if (IsRecent(_latest))
            return _latest!;
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (IsRecent(_latest))
                return _latest!;
            var fetch = await FetchAsync();
            if (fetch.Failure is null)
                _known = fetch;
            return _latest = fetch;
        }
        finally
        {
            _turn.Release();
        }
    }

    private bool IsRecent(Fetch? fetch) => fetch is not null && time.GetElapsedTime(fetch.At) < Pause;

    private async Task<Fetch> FetchAsync()
    {
        try
        {
            return new(await source.FetchAsync(), null, time.GetTimestamp());
        }
        catch (SigningKeysException failure)
        {
            return new([], failure, time.GetTimestamp());
        }
    }

    /// <summary>A key is for its own kind of algorithm only, and for one alone if it says so.</summary>
    private static JsonWebKey? Find(IReadOnlyList<JsonWebKey> keys, string keyId, string algorithm)
    {
        var kind = algorithm.StartsWith("ES", StringComparison.Ordinal)
            ? JsonWebAlgorithmsKeyTypes.EllipticCurve
            : JsonWebAlgorithmsKeyTypes.RSA;
        return keys.FirstOrDefault(key =>
            key.Kid == keyId && key.Kty == kind && (string.IsNullOrEmpty(key.Alg) || key.Alg == algorithm));
    }

    private sealed record Fetch(IReadOnlyList<JsonWebKey> Keys, SigningKeysException? Failure, long At);
}
