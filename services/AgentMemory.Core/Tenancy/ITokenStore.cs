namespace AgentMemory.Tenancy;

/// <summary>
/// Access tokens, stored as digests. Look-up is by the digest's first half (an index hit, O(1)); the caller compares the
/// whole digest in constant time.
/// </summary>
/// <remarks><b>SQLite</b>: a table with a unique index on the look-up id. <b>Redis</b>: a hash per token under the look-up
/// id, and one hash from public ids to look-up ids.</remarks>
public interface ITokenStore
{
    Task AddAsync(AccessToken token, CancellationToken cancellationToken);

    /// <summary>Also returns expired tokens: the caller says why it refuses.</summary>
    ValueTask<AccessToken?> FindAsync(string lookupId, CancellationToken cancellationToken);

    /// <summary>All tokens, oldest first.</summary>
    Task<IReadOnlyList<AccessToken>> ListAsync(CancellationToken cancellationToken);

    /// <summary>False when there is none of that public id.</summary>
    Task<bool> RemoveAsync(string publicId, CancellationToken cancellationToken);
}

/// <summary>A token as stored; the secret itself is nowhere.</summary>
public sealed record AccessToken
{
    /// <summary>Short, for people: names the token in lists and commands. Says nothing about the secret.</summary>
    public required string PublicId { get; init; }

    /// <summary>Lower-case hex of the first 16 bytes of the secret's SHA-256.</summary>
    public required string LookupId { get; init; }

    /// <summary>SHA-256 of the secret, 32 bytes.</summary>
    public required ReadOnlyMemory<byte> Digest { get; init; }

    public required string Description { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary><see langword="null"/> never expires.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary><see langword="null"/> reaches every namespace.</summary>
    public IReadOnlyList<string>? Namespaces { get; init; }

    /// <summary><see langword="null"/> reaches every user.</summary>
    public IReadOnlyList<string>? Users { get; init; }

    public AccessScope Scope => AccessScope.Bound(Namespaces, Users);
}
