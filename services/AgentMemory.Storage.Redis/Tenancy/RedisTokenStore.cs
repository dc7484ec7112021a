using AgentMemory.Errors;
using AgentMemory.Storage.Redis.Database;
using AgentMemory.Tenancy;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Tenancy;

/// <summary>A hash per token under its look-up id, and one hash from public ids to look-up ids.</summary>
internal sealed class RedisTokenStore(RedisStore store) : ITokenStore
{
    private RedisKey PublicIds => store.Keys.Of("tokens");

    public Task AddAsync(AccessToken token, CancellationToken cancellationToken) => store.WriteAsync(
        token.LookupId,
        async batch =>
        {
            var key = KeyOf(token.LookupId);
            var isKnown = batch.Database.KeyExistsAsync(key);
            if (await batch.Database.HashExistsAsync(PublicIds, token.PublicId) || await isKnown)
                throw new ConflictException("This token exists already; remove it first, or add another");
            batch.ExpectExists(key, false);
            batch.ExpectField(PublicIds, token.PublicId, RedisValue.Null);
            batch.DoMany("HSET", key, [.. Write(token).SelectMany(field => new[] { field.Name, field.Value })], stride: 2);
            batch.Do("HSET", PublicIds, token.PublicId, token.LookupId);
            return true;
        },
        cancellationToken);

    public async ValueTask<AccessToken?> FindAsync(string lookupId, CancellationToken cancellationToken) =>
        await store.ReadAsync(database => FindAsync(database, lookupId), cancellationToken);

    public Task<IReadOnlyList<AccessToken>> ListAsync(CancellationToken cancellationToken) =>
        store.ReadAsync<IReadOnlyList<AccessToken>>(
            async database =>
            {
                var lookupIds = await database.HashValuesAsync(PublicIds);
                var tokens = await Task.WhenAll(lookupIds.Select(id => FindAsync(database, (string)id!)));
                return
                [
                    .. tokens.OfType<AccessToken>()
                        .OrderBy(token => token.CreatedAt).ThenBy(token => token.PublicId, StringComparer.Ordinal),
                ];
            },
            cancellationToken);

    public Task<bool> RemoveAsync(string publicId, CancellationToken cancellationToken) => store.WriteAsync(
        publicId,
        async batch =>
        {
            var lookupId = await batch.Database.HashGetAsync(PublicIds, publicId);
            if (lookupId.IsNull)
                return false;
            batch.ExpectField(PublicIds, publicId, lookupId);
            batch.Do("HDEL", PublicIds, publicId);
            batch.Do("DEL", KeyOf((string)lookupId!));
            return true;
        },
        cancellationToken);

    private RedisKey KeyOf(string lookupId) => store.Keys.Of("token", lookupId);

    private async Task<AccessToken?> FindAsync(IDatabase database, string lookupId)
    {
        var fields = await database.HashGetAllAsync(KeyOf(lookupId));
        return fields.Length == 0 ? null : Read(fields.ToDictionary());
    }

    private static IEnumerable<HashEntry> Write(AccessToken token)
    {
        yield return new("public_id", token.PublicId);
        yield return new("lookup_id", token.LookupId);
        yield return new("digest", token.Digest);
        yield return new("description", token.Description);
        yield return new("created_at", token.CreatedAt.ToMicroseconds());
        if (token.ExpiresAt is { } expiry)
            yield return new("expires_at", expiry.ToMicroseconds());
        if (token.Namespaces is { } namespaces)
            yield return new("namespaces", StoredJson.Write(namespaces));
        if (token.Users is { } users)
            yield return new("users", StoredJson.Write(users));
    }

    private static AccessToken Read(Dictionary<RedisValue, RedisValue> fields) => new()
    {
        PublicId = (string)fields["public_id"]!,
        LookupId = (string)fields["lookup_id"]!,
        Digest = (byte[])fields["digest"]!,
        Description = (string)fields["description"]!,
        CreatedAt = Timestamp.FromMicroseconds((long)fields["created_at"]),
        ExpiresAt = fields.TryGetValue("expires_at", out var expiry) ? Timestamp.FromMicroseconds((long)expiry) : null,
        Namespaces = fields.TryGetValue("namespaces", out var namespaces) ? StoredJson.ReadStrings((string)namespaces!) : null,
        Users = fields.TryGetValue("users", out var users) ? StoredJson.ReadStrings((string)users!) : null,
    };
}
