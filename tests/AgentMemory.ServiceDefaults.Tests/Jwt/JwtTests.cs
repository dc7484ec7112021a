using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace AgentMemory.ServiceDefaults.Tests.Jwt;

[Trait("Spec", "13.4")]
public sealed class JwtTests : IAsyncLifetime
{
    private Issuer _issuer = null!;
    private SecurityKey _key = null!;

    public async Task InitializeAsync()
    {
        _issuer = await Issuer.StartAsync();
        _key = _issuer.AddFirstKey();
    }

    public async Task DisposeAsync() => await _issuer.DisposeAsync();

    [Fact]
    public async Task A_valid_JWT_says_who_calls()
    {
        await using var service = await RunningService.StartAsync(_issuer.Authentication());

        var (status, body) = await AskAsync(service, _issuer.Sign(
            _key, "RS256", ("aud", new[] { "a", "b" }), ("scope", "read write"), ("roles", "admin")));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Matches("^sub=ann aud=a aud=b scope=read scope=write role=admin agentmemory:token=jwt-[0-9a-f]{32}$", body);
    }

    [Theory]
    [InlineData("RS256", "RSA")]
    [InlineData("PS256", "RSA")]
    [InlineData("ES256", "EC")]
    public async Task Keys_of_every_kind_are_understood(string algorithm, string kind)
    {
        await using var service = await RunningService.StartAsync(_issuer.Authentication(algorithms: [algorithm]));
        var key = _issuer.AddKey("other", kind);

        Assert.Equal(HttpStatusCode.OK, (await AskAsync(service, _issuer.Sign(key, algorithm))).Status);
    }

    [Theory]
    [InlineData("not-a-jwt", "Invalid token header")]
    [InlineData("a.b.c", "Invalid token header")]
    [InlineData("..", "Invalid token header")]
    public async Task What_is_no_JWT_is_401(string credentials, string text)
    {
        await using var service = await RunningService.StartAsync(_issuer.Authentication());

        await RefusedAsync(service, credentials, text);
        Assert.Equal(0, _issuer.Fetches);
    }

    [Fact]
    public async Task A_JWT_without_a_key_identifier_is_401()
    {
        await using var service = await RunningService.StartAsync(_issuer.Authentication());
        var nameless = new RsaSecurityKey(((RsaSecurityKey)_key).Rsa);

        await RefusedAsync(service, _issuer.Sign(nameless), "Token missing key identifier");
        Assert.Equal(0, _issuer.Fetches);
    }

    [Fact]
    public async Task A_JWT_of_an_unknown_key_is_401()
    {
        await using var service = await RunningService.StartAsync(_issuer.Authentication());

        await RefusedAsync(service, _issuer.Sign(Issuer.NewKey("k2")), "Unable to find matching public key");
    }

    [Fact]
    public async Task A_forged_signature_is_401()
    {
        await using var service = await RunningService.StartAsync(_issuer.Authentication());
        var good = _issuer.Sign(_key);

        await RefusedAsync(service, _issuer.Sign(Issuer.NewKey("k1")), "Invalid JWT: signature verification failed");
        await RefusedAsync(service, good[..good.LastIndexOf('.')] + ".", "Invalid JWT");
    }

    [Fact]
    public async Task Neither_no_signature_nor_one_made_with_the_public_key_is_accepted()
    {
        await using var service = await RunningService.StartAsync(_issuer.Authentication());
        var publicKey = Encoding.ASCII.GetBytes(((RsaSecurityKey)_key).Rsa.ExportSubjectPublicKeyInfoPem());
        var shared = new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)) { KeyId = "shared" };
        _issuer.Publish(shared);

        foreach (var none in new[] { "none", "None", "NONE", "" })
            await RefusedAsync(service, _issuer.Forge(new { alg = none, kid = "k1", typ = "JWT" }, _ => []), "Invalid");
        await RefusedAsync(
            service, _issuer.Forge(new { alg = "HS256", kid = "k1" }, text => HMACSHA256.HashData(publicKey, text)), "Invalid JWT");
        await RefusedAsync(
            service, _issuer.Forge(new { alg = "HS256", kid = "shared" }, text => HMACSHA256.HashData(shared.Key, text)), "Invalid JWT");
        await RefusedAsync(service, _issuer.Sign(_key, "RS512"), "Invalid JWT: its algorithm is none of RS256");
    }

    [Fact]
    public async Task A_symmetric_key_in_the_set_lets_nobody_in_whatever_is_configured()
    {
        await using var service = await RunningService.StartAsync(_issuer.Authentication(algorithms: ["RS256", "HS256"]));
        var shared = new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)) { KeyId = "shared" };
        _issuer.Publish(shared);

        await RefusedAsync(
            service, _issuer.Forge(new { alg = "HS256", kid = "shared" }, text => HMACSHA256.HashData(shared.Key, text)), "");
    }

    [Theory]
    [InlineData("exp", -1, "Invalid JWT: it has expired")]
    [InlineData("exp", null, "Invalid JWT: it says no time at which it expires (exp)")]
    [InlineData("iat", null, "Invalid JWT: it says no time at which it was issued (iat)")]
    [InlineData("iat", 400, "Token issued in the future")]
    [InlineData("nbf", 3600, "Invalid JWT: it is not valid yet (nbf)")]
    public async Task Times_are_checked(string claim, int? secondsFromNow, string text)
    {
        await using var service = await RunningService.StartAsync(_issuer.Authentication());
        object? value = secondsFromNow is { } seconds ? DateTimeOffset.UtcNow.ToUnixTimeSeconds() + seconds : null;

        await RefusedAsync(service, _issuer.Sign(_key, "RS256", (claim, value)), text);
    }

    [Fact]
    public async Task A_clock_may_be_five_minutes_ahead()
    {
        await using var service = await RunningService.StartAsync(_issuer.Authentication());
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

        var (status, _) = await AskAsync(service, _issuer.Sign(_key, "RS256", ("iat", now + 250), ("nbf", now + 250), ("exp", now + 999.5)));

        Assert.Equal(HttpStatusCode.OK, status);
    }

    [Theory]
    [InlineData("iss", "https://other.example.com", "Invalid JWT: it is of another issuer")]
    [InlineData("iss", null, "Invalid JWT")]
    [InlineData("aud", "other", "Invalid audience")]
    [InlineData("aud", null, "Invalid audience")]
    [InlineData("sub", null, "Token missing subject")]
    [InlineData("sub", "", "Token missing subject")]
    public async Task Issuer_audience_and_subject_are_checked(string claim, string? value, string text)
    {
        await using var service = await RunningService.StartAsync(_issuer.Authentication(audience: "memory"));

        Assert.Equal(HttpStatusCode.OK, (await AskAsync(service, _issuer.Sign(_key, "RS256", ("aud", new[] { "x", "memory" })))).Status);
        await RefusedAsync(service, _issuer.Sign(_key, "RS256", ("aud", "memory"), (claim, value)), text);
    }

    [Theory]
    [InlineData("""["a","b"]""", "\"u1\"", "agentmemory:namespace=a agentmemory:namespace=b agentmemory:user=u1")]
    [InlineData("\"a\"", """["u1","u1"]""", "agentmemory:namespace=a agentmemory:user=u1")]
    [InlineData("\"*\"", "\"a b\"", "agentmemory:namespace=* agentmemory:user=a b")]
    public async Task Claims_bind_to_namespaces_and_users(string namespaces, string users, string bindings)
    {
        await using var service = await RunningService.StartAsync(_issuer.Authentication(namespaces: "ns", users: "https://example.com/users"));

        var (status, body) = await AskAsync(service, _issuer.Sign(
            _key, "RS256", ("ns", JsonDocument.Parse(namespaces)), ("https://example.com/users", JsonDocument.Parse(users))));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.EndsWith(bindings, body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("[]")]
    [InlineData("\"\"")]
    [InlineData("""["a",""]""")]
    [InlineData("""["a",1]""")]
    [InlineData("7")]
    [InlineData("true")]
    [InlineData("""{"a":true}""")]
    public async Task A_binding_that_names_nothing_is_refused_and_not_read_as_none(string? value)
    {
        await using var service = await RunningService.StartAsync(_issuer.Authentication(namespaces: "ns"));

        await RefusedAsync(
            service, _issuer.Sign(_key, "RS256", ("ns", value is null ? null : JsonDocument.Parse(value))),
            "Invalid JWT: its claim ns names nothing that it reaches");
    }

    [Fact]
    public async Task A_refusal_leads_to_the_issuer_where_an_endpoint_says_so()
    {
        await using var service = await RunningService.StartAsync(_issuer.Authentication());

        using var missing = await service.GetAsync("/protected/x%2Fy");
        using var wrong = await service.GetAsync("/protected/x", ("Authorization", "Bearer x"));

        var metadata = $"resource_metadata=\"{service.Client.BaseAddress}.well-known/oauth-protected-resource/protected/x";
        Assert.Equal($"Bearer {metadata}%2Fy\"", missing.Headers.WwwAuthenticate.ToString());
        Assert.Equal($"Bearer error=\"invalid_token\", {metadata}\"", wrong.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task Strangers_still_reach_what_is_open()
    {
        await using var service = await RunningService.StartAsync(_issuer.Authentication());

        Assert.Equal(HttpStatusCode.OK, (await service.GetAsync("/open", ("Authorization", "Bearer x"))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await service.GetAsync("/me")).StatusCode);
    }

    internal static async Task<(HttpStatusCode Status, string Body)> AskAsync(RunningService service, string token, string path = "/me")
    {
        using var response = await service.GetAsync(path, ("Authorization", "Bearer " + token));
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static async Task RefusedAsync(RunningService service, string token, string text)
    {
        var (status, body) = await AskAsync(service, token);

        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.StartsWith("{\"detail\":\"" + text, body, StringComparison.Ordinal);
    }
}
