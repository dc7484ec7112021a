using System.Security.Cryptography;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Conformance.Tenancy;

/// <summary>What <see cref="ITokenStore"/> promises.</summary>
public abstract class TokenStoreConformance : StoreConformance
{
    private AccessToken NewToken(string publicId)
    {
        var digest = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(publicId));
        return new AccessToken
        {
            PublicId = publicId,
            LookupId = Convert.ToHexStringLower(digest.AsSpan(0, 16)),
            Digest = digest,
            Description = $"Token {publicId}",
            CreatedAt = Clock.Now,
        };
    }

    private static void AssertSame(AccessToken expected, AccessToken? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(
            (expected.PublicId, expected.LookupId, expected.Description, expected.CreatedAt, expected.ExpiresAt),
            (actual.PublicId, actual.LookupId, actual.Description, actual.CreatedAt, actual.ExpiresAt));
        Assert.Equal(expected.Digest.ToArray(), actual.Digest.ToArray());
        Assert.Equal(expected.Namespaces, actual.Namespaces);
        Assert.Equal(expected.Users, actual.Users);
    }

    [Fact]
    [Trait("Spec", "13.3")]
    public async Task A_token_is_found_by_its_look_up_id()
    {
        var unbound = NewToken("one");
        var bound = NewToken("two") with
        {
            Description = "żółw's laptop",
            ExpiresAt = Clock.Now.AddDays(30),
            Namespaces = ["app", "", "a,b|c"],
            Users = ["żółw"],
        };
        await Store.Tokens.AddAsync(unbound, None);
        await Store.Tokens.AddAsync(bound, None);

        AssertSame(unbound, await Store.Tokens.FindAsync(unbound.LookupId, None));
        AssertSame(bound, await (await OtherClientAsync()).Tokens.FindAsync(bound.LookupId, None));
        Assert.True((await Store.Tokens.FindAsync(unbound.LookupId, None))!.Scope.IsUnrestricted);
        Assert.Null(await Store.Tokens.FindAsync(new string('0', 32), None));
        Assert.Null(await Store.Tokens.FindAsync("one", None));
        Assert.Null(await Store.Tokens.FindAsync(unbound.LookupId[..31], None));
        Assert.Null(await Store.Tokens.FindAsync("", None));
    }

    [Fact]
    public async Task A_binding_to_nothing_is_not_no_binding()
    {
        var token = NewToken("one") with { Namespaces = [], Users = [] };
        await Store.Tokens.AddAsync(token, None);

        Assert.False((await Store.Tokens.FindAsync(token.LookupId, None))!.Scope.IsUnrestricted);
    }

    [Fact]
    public async Task An_expired_token_is_still_found()
    {
        var token = NewToken("one") with { ExpiresAt = Clock.Now.AddSeconds(1) };
        await Store.Tokens.AddAsync(token, None);
        Clock.Advance(TimeSpan.FromDays(400));

        AssertSame(token, await Store.Tokens.FindAsync(token.LookupId, None));
        Assert.Single(await Store.Tokens.ListAsync(None));
    }

    [Fact]
    [Trait("Trap", "T42b")]
    public async Task Tokens_are_listed_oldest_first_and_listing_removes_none()
    {
        foreach (var id in new[] { "c", "a", "b" })
        {
            await Store.Tokens.AddAsync(NewToken(id), None);
            Clock.Advance(TimeSpan.FromSeconds(1));
        }

        for (var i = 0; i < 2; i++)
            Assert.Equal(["c", "a", "b"], (await Store.Tokens.ListAsync(None)).Select(token => token.PublicId));
    }

    [Fact]
    public async Task A_removed_token_is_gone_for_every_client_at_once()
    {
        var (token, kept) = (NewToken("one"), NewToken("two"));
        await Store.Tokens.AddAsync(token, None);
        await Store.Tokens.AddAsync(kept, None);
        var other = await OtherClientAsync();
        Assert.NotNull(await other.Tokens.FindAsync(token.LookupId, None));

        Assert.False(await Store.Tokens.RemoveAsync("three", None));
        Assert.True(await Store.Tokens.RemoveAsync("one", None));
        Assert.False(await other.Tokens.RemoveAsync("one", None));

        Assert.Null(await other.Tokens.FindAsync(token.LookupId, None));
        Assert.Equal(["two"], (await other.Tokens.ListAsync(None)).Select(one => one.PublicId));
    }
}
