using System.Net;
using AgentMemory.ServiceDefaults.Authentication;

namespace AgentMemory.ServiceDefaults.Tests;

public sealed class AuthenticationTests
{
    [Theory]
    [Trait("Spec", "13.2")]
    [InlineData(null, null)]
    [InlineData("Authorization", "Basic Zm9vOmJhcg==")]
    [InlineData("Authorization", "Bearer")]
    [InlineData("Authorization", "Bearer ")]
    [InlineData("Authorization", "Bearer    ")]
    [InlineData("Authorization", "good-token")]
    public async Task Missing_credentials_are_401_with_a_challenge(string? name, string? value)
    {
        await using var service = await RunningService.StartAsync(AuthenticationMode.Token);

        using var response = await service.GetAsync("/me", name is null ? [] : [(name, value!)]);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("""{"detail":"Missing authorization header"}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    [Trait("Spec", "13.2")]
    public async Task An_empty_api_key_is_401_with_a_challenge()
    {
        await using var service = await RunningService.StartAsync(AuthenticationMode.Token);

        using var response = await service.GetAsync("/me", ("X-API-Key", ""));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        Assert.Equal("""{"detail":"Missing bearer token"}""", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [Trait("Spec", "13.3")]
    [InlineData("Authorization", "Bearer wrong-token", "Invalid token")]
    [InlineData("Authorization", "Bearer old-token", "Token has expired")]
    [InlineData("X-API-Key", "wrong-token", "Invalid token")]
    [InlineData("X-API-Key", "old-token", "Token has expired")]
    public async Task A_refused_token_is_401_without_a_challenge(string name, string value, string detail)
    {
        await using var service = await RunningService.StartAsync(AuthenticationMode.Token);

        using var response = await service.GetAsync("/me", (name, value));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Empty(response.Headers.WwwAuthenticate);
        Assert.Equal($$"""{"detail":"{{detail}}"}""", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [Trait("Spec", "13.2")]
    [InlineData("Authorization", "Bearer good-token", "sub=token-user aud=token-auth scope=admin agentmemory:token=k7")]
    [InlineData("authorization", "bEaReR   good-token", "sub=token-user aud=token-auth scope=admin agentmemory:token=k7")]
    [InlineData("X-API-Key", "good-token", "sub=token-user aud=token-auth scope=admin agentmemory:token=k7")]
    [InlineData("X-API-Key", "bound-token", "sub=token-user aud=token-auth scope=admin agentmemory:token=b2 "
        + "agentmemory:namespace=a agentmemory:namespace=b agentmemory:user=u1")]
    public async Task A_valid_token_carries_its_bindings(string name, string value, string claims)
    {
        await using var service = await RunningService.StartAsync(AuthenticationMode.Token);

        using var response = await service.GetAsync("/me", (name, value));

        Assert.Equal(claims, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_authorization_header_is_not_rescued_by_an_api_key()
    {
        await using var service = await RunningService.StartAsync(AuthenticationMode.Token);

        using var response = await service.GetAsync("/me", ("Authorization", "Bearer wrong-token"), ("X-API-Key", "good-token"));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    [Trait("Spec", "13.1")]
    public async Task With_authentication_off_everybody_is_the_local_developer()
    {
        await using var service = await RunningService.StartAsync(AuthenticationMode.Off);

        using var response = await service.GetAsync("/me", ("Authorization", "Bearer whatever"));

        Assert.Equal("sub=local-dev-user aud=local-dev scope=admin", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/me", HttpStatusCode.Unauthorized)]
    [InlineData("/no-such-route", HttpStatusCode.Unauthorized)]
    [InlineData("/open", HttpStatusCode.OK)]
    [InlineData("/alive", HttpStatusCode.OK)]
    public async Task Only_what_says_so_is_open_to_strangers(string path, HttpStatusCode expected)
    {
        await using var service = await RunningService.StartAsync(AuthenticationMode.Token);

        using var response = await service.GetAsync(path);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public void A_binding_without_values_is_refused_rather_than_read_as_unbound() =>
        Assert.Throws<ArgumentException>(() => MemoryClaims.ForToken(new("k7", [], null)));
}
