using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace AgentMemory.ServiceDefaults.Tests.Jwt;

[Trait("Spec", "13.4")]
public sealed class SigningKeyTests : IAsyncLifetime
{
    private readonly MovableTime _time = new();
    private Issuer _issuer = null!;
    private SecurityKey _key = null!;
    private RunningService _service = null!;

    public async Task InitializeAsync()
    {
        _issuer = await Issuer.StartAsync();
        _key = _issuer.AddFirstKey();
        _service = await RunningService.StartAsync(
            _issuer.Authentication(), builder => builder.Services.AddSingleton<TimeProvider>(_time));
    }

    public async Task DisposeAsync()
    {
        await _service.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Fact]
    public async Task Keys_are_fetched_once_for_many_and_again_after_an_hour()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ExpectAsync(HttpStatusCode.OK, Lasting(_key))));
        Assert.Equal(1, _issuer.Fetches);

        _time.Advance(TimeSpan.FromSeconds(3500));
        await ExpectAsync(HttpStatusCode.OK, Lasting(_key));
        Assert.Equal(1, _issuer.Fetches);

        _issuer.Withdraw("k1");
        _time.Advance(TimeSpan.FromSeconds(101));
        await ExpectAsync(HttpStatusCode.Unauthorized, Lasting(_key), "Unable to find matching public key");
        Assert.Equal(2, _issuer.Fetches);
    }

    [Fact]
    public async Task A_new_key_is_known_at_once()
    {
        await ExpectAsync(HttpStatusCode.OK, Lasting(_key));
        _time.Advance(TimeSpan.FromSeconds(11));

        var next = _issuer.AddKey("k2");
        await ExpectAsync(HttpStatusCode.OK, Lasting(next));
        await ExpectAsync(HttpStatusCode.OK, Lasting(_key));
        Assert.Equal(2, _issuer.Fetches);
    }

    [Fact]
    public async Task Invented_keys_are_not_looked_for_more_often_than_every_ten_seconds()
    {
        for (var round = 0; round < 20; round++)
            await ExpectAsync(HttpStatusCode.Unauthorized, Lasting(Issuer.NewKey($"x{round}", "EC"), "ES256"));
        await ExpectAsync(HttpStatusCode.OK, Lasting(_key));
        for (var round = 0; round < 5; round++)
            await ExpectAsync(HttpStatusCode.Unauthorized, Lasting(Issuer.NewKey($"y{round}")), "Unable to find matching public key");
        Assert.Equal(1, _issuer.Fetches);
    }

    [Theory]
    [InlineData(500, "", HttpStatusCode.ServiceUnavailable, "Unable to fetch JWKS")]
    [InlineData(302, "", HttpStatusCode.ServiceUnavailable, "Unable to fetch JWKS")]
    [InlineData(200, "<html>", HttpStatusCode.InternalServerError, "Error processing JWKS")]
    [InlineData(200, "[]", HttpStatusCode.InternalServerError, "Error processing JWKS")]
    public async Task An_issuer_that_does_not_answer_is_told_apart_from_a_wrong_token(
        int answered, string body, HttpStatusCode status, string text)
    {
        _issuer.Outage = (answered, body);

        using var refused = await _service.GetAsync("/me", ("Authorization", "Bearer " + Lasting(_key)));
        Assert.Equal(status, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(10), refused.Headers.RetryAfter?.Delta);
        Assert.StartsWith("{\"detail\":\"" + text, await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(refused.Headers.WwwAuthenticate);
        await ExpectAsync(status, Lasting(_key), text);
        Assert.Equal(1, _issuer.Fetches);

        _issuer.Outage = null;
        _time.Advance(TimeSpan.FromSeconds(11));
        await ExpectAsync(HttpStatusCode.OK, Lasting(_key));
    }

    [Fact]
    public async Task Known_keys_outlast_an_outage_until_their_hour_is_over()
    {
        await ExpectAsync(HttpStatusCode.OK, Lasting(_key));
        _issuer.Outage = (500, "");
        _time.Advance(TimeSpan.FromSeconds(60));

        await ExpectAsync(HttpStatusCode.ServiceUnavailable, Lasting(Issuer.NewKey("k2")), "Unable to fetch JWKS");
        await ExpectAsync(HttpStatusCode.OK, Lasting(_key));
        _time.Advance(TimeSpan.FromSeconds(3600));
        await ExpectAsync(HttpStatusCode.ServiceUnavailable, Lasting(_key), "Unable to fetch JWKS");
    }

    [Fact]
    public async Task What_goes_on_for_long_learns_that_its_JWT_has_expired()
    {
        Assert.Equal((HttpStatusCode.OK, "True False"), await JwtTests.AskAsync(_service, _issuer.Sign(_key), "/an-hour-later"));
    }

    private string Lasting(SecurityKey key, string algorithm = "RS256") => _issuer.Sign(
        key, algorithm, ("exp", DateTimeOffset.UtcNow.AddDays(1).ToUnixTimeSeconds()));

    private async Task ExpectAsync(HttpStatusCode status, string token, string text = "")
    {
        var answer = await JwtTests.AskAsync(_service, token);

        Assert.Equal(status, answer.Status);
        Assert.Contains(text, answer.Body, StringComparison.Ordinal);
    }
}
