using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AgentMemory.Errors;

namespace AgentMemory.Tenancy;

/// <summary>
/// Issues and checks access tokens. Only digests are stored: a secret of 256 random bits cannot be found from its SHA-256,
/// so a slow hash would cost every request and protect nothing (T42). There is no cache: a removed token is refused by
/// every process from the next request on.
/// </summary>
public sealed class TokenService(ITokenStore store, TimeProvider time)
{
    public const int MinimumSecretLength = 32;

    private const int MaximumSecretLength = 512;
    private const int SecretBytes = 32;
    private const int LookupBytes = 16;
    private const int PublicIdLength = 8;

    /// <summary>Without look-alikes, so that an id can be read out and typed.</summary>
    private const string PublicIdAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    /// <exception cref="InvalidRequestException">Description, lifetime, binding or secret is unusable.</exception>
    /// <exception cref="ConflictException">There is a token with this secret.</exception>
    public async Task<IssuedToken> CreateAsync(NewToken request, CancellationToken cancellationToken)
    {
        Check(request);
        var secret = request.Secret ?? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var digest = Digest(secret);
        var now = time.UtcNowMicroseconds();
        var token = new AccessToken
        {
            PublicId = RandomNumberGenerator.GetString(PublicIdAlphabet, PublicIdLength),
            LookupId = LookupId(digest),
            Digest = digest,
            Description = request.Description.Trim(),
            CreatedAt = now,
            ExpiresAt = request.Lifetime is { } lifetime ? now + lifetime : null,
            Namespaces = request.Namespaces is { Count: > 0 } ? request.Namespaces : null,
            Users = request.Users is { Count: > 0 } ? request.Users : null,
        };
        await store.AddAsync(token, cancellationToken);
        return new(secret, token);
    }

    public async ValueTask<TokenCheck> CheckAsync(string secret, CancellationToken cancellationToken)
    {
        var digest = Digest(secret);
        var token = await store.FindAsync(LookupId(digest), cancellationToken);
        if (token is null || !CryptographicOperations.FixedTimeEquals(token.Digest.Span, digest))
            return TokenCheck.Unknown;
        return IsExpired(token) ? TokenCheck.Expired : new TokenCheck(TokenValidity.Valid, token);
    }

    /// <summary>All tokens, oldest first, expired ones too.</summary>
    public Task<IReadOnlyList<AccessToken>> ListAsync(CancellationToken cancellationToken) => store.ListAsync(cancellationToken);

    public Task<bool> RemoveAsync(string publicId, CancellationToken cancellationToken) =>
        store.RemoveAsync(publicId, cancellationToken);

    public bool IsExpired(AccessToken token) => token.ExpiresAt <= time.GetUtcNow();

    private static byte[] Digest(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    private static string LookupId(byte[] digest) => Convert.ToHexStringLower(digest, 0, LookupBytes);

    private void Check(NewToken request)
    {
        if (string.IsNullOrWhiteSpace(request.Description))
            throw new InvalidRequestException("description is empty: say what the token is for");
        if (request.Lifetime is { } lifetime
            && (lifetime <= TimeSpan.Zero || lifetime > DateTimeOffset.MaxValue - time.GetUtcNow()))
        {
            throw new InvalidRequestException(
                "expires is out of range: give a lifetime above zero, or none for a token that never expires");
        }
        if ((request.Namespaces ?? []).Concat(request.Users ?? []).Any(string.IsNullOrWhiteSpace))
            throw new InvalidRequestException("a namespace or user of the binding is empty: name it, or leave the binding out");
        if (request.Secret is { } secret && (secret.Length is < MinimumSecretLength or > MaximumSecretLength
            || secret.Any(character => character is <= ' ' or > '~')))
        {
            throw new InvalidRequestException(
                $"token is unusable: give {MinimumSecretLength} to {MaximumSecretLength} visible ASCII characters, "
                + "hard to guess, or none to have one made");
        }
    }
}

/// <summary>A token to issue.</summary>
public sealed record NewToken
{
    public required string Description { get; init; }

    /// <summary><see langword="null"/> never expires.</summary>
    public TimeSpan? Lifetime { get; init; }

    /// <summary>None reaches every namespace.</summary>
    public IReadOnlyList<string>? Namespaces { get; init; }

    /// <summary>None reaches every user.</summary>
    public IReadOnlyList<string>? Users { get; init; }

    /// <summary><see langword="null"/> has one made: 32 random bytes.</summary>
    public string? Secret { get; init; }

    // A record prints its members; this one holds a secret.
    public override string ToString() => $"{nameof(NewToken)} {{ Description = {Description} }}";
}

/// <summary>The only moment the secret is known.</summary>
public sealed record IssuedToken(string Secret, AccessToken Token)
{
    // A record prints its members; this one holds a secret.
    public override string ToString() => $"{nameof(IssuedToken)} {{ Token = {Token.PublicId} }}";
}

public enum TokenValidity { Unknown, Expired, Valid }

/// <param name="Token">Set when it is valid.</param>
public readonly record struct TokenCheck(TokenValidity Validity, AccessToken? Token)
{
    public static TokenCheck Unknown => new(TokenValidity.Unknown, null);

    public static TokenCheck Expired => new(TokenValidity.Expired, null);
}
