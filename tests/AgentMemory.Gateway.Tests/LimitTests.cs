using System.Net.Http.Headers;
using AgentMemory.Gateway.Tests.Support;

namespace AgentMemory.Gateway.Tests;

public sealed class LimitTests
{
    [Fact]
    public async Task A_caller_that_asks_too_often_is_429_and_others_are_not()
    {
        await using var site = await GatewaySite.StartAsync(
            ("AUTH_MODE", "token"), ("GATEWAY_REQUESTS_PER_SECOND", "1"), ("GATEWAY_BURST", "5"));
        var (greedy, modest) = (await site.AddTokenAsync(), await site.AddTokenAsync());

        var refused = await UntilRefusedAsync(site, greedy);
        Assert.Equal("""{"detail":"Too many requests: slow down, and try again later"}""", await refused.Content.ReadAsStringAsync());
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
        Assert.Equal(200, (await site.AskAsync("GET", "/v1/working-memory/", null, modest)).Status);

        // Strangers, and those with a wrong token, are counted by their address.
        await UntilRefusedAsync(site, "wrong");
        Assert.Equal(429, (await site.AskAsync("GET", "/v1/health")).Status);
        Assert.Equal(200, (await site.AskAsync("GET", "/alive")).Status);
        Assert.Equal(200, (await site.AskAsync("GET", "/health")).Status);
    }

    [Fact]
    public async Task The_limit_can_be_switched_off()
    {
        await using var site = await GatewaySite.StartAsync(("GATEWAY_REQUESTS_PER_SECOND", "0"), ("GATEWAY_BURST", "1"));

        for (var round = 0; round < 20; round++)
            Assert.Equal(200, (await site.AskAsync("GET", "/v1/health")).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_that_is_too_large_is_413_whether_or_not_its_length_is_told(bool isChunked)
    {
        await using var site = await GatewaySite.StartAsync(1, 1, [("MAX_REQUEST_BODY_BYTES", "2000")], []);

        Assert.Equal((413, """{"detail":"Request body is larger than 2000 bytes"}"""), await PutAsync(site, 3_000_000, isChunked));
        Assert.Equal(200, (await PutAsync(site, 1900, isChunked)).Status);
    }

    private static async Task<(int Status, string Body)> PutAsync(GatewaySite site, int length, bool isChunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/v1/working-memory/s")
        {
            Content = new StringContent("""{"messages":[]}""".PadRight(length), MediaTypeHeaderValue.Parse("application/json")),
        };
        request.Headers.TransferEncodingChunked = isChunked;
        using var response = await site.Client.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static async Task<HttpResponseMessage> UntilRefusedAsync(GatewaySite site, string token)
    {
        for (var round = 0; round < 50; round++)
        {
            var response = await site.SendAsync("GET", "/v1/working-memory/", null, token);
            if ((int)response.StatusCode == 429)
                return response;
        }

        throw new InvalidOperationException("Never refused");
    }
}
