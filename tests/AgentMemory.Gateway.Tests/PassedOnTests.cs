using AgentMemory.Gateway.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace AgentMemory.Gateway.Tests;

/// <summary>What a service behind the gateway sees: here one that tells it.</summary>
public sealed class PassedOnTests : IAsyncLifetime
{
    private WebApplication _service = null!;
    private GatewaySite _site = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _service = builder.Build();
        _service.Run(async http =>
        {
            http.Response.Headers["X-Powered-By"] = "something";
            foreach (var (name, value) in http.Request.Headers)
                await http.Response.WriteAsync($"{name}={value}\n");
        });
        await _service.StartAsync();
        _site = await GatewaySite.StartAsync(0, 1, [("GATEWAY_API_URLS", _service.Urls.Single())], []);
    }

    public async Task DisposeAsync()
    {
        await _site.DisposeAsync();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task Credentials_and_host_are_the_clients_own()
    {
        var seen = await SeenAsync(("Authorization", "Bearer abc"), ("X-API-Key", "def"), ("Host", "localhost:8000"), ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));

        Assert.Contains("Authorization=Bearer abc", seen);
        Assert.Contains("X-API-Key=def", seen);
        Assert.Contains("Host=localhost:8000", seen);
    }

    [Fact]
    public async Task What_a_client_says_of_where_it_comes_from_is_dropped()
    {
        var seen = await SeenAsync(
            ("X-Forwarded-For", "6.6.6.6"), ("X-Forwarded-Host", "evil"), ("X-Forwarded-Proto", "evil"), ("X-Forwarded-Prefix", "/evil"),
            ("X-Forwarded-User", "evil"), ("x-forwarded-port", "6"), ("Forwarded", "for=6.6.6.6"), ("X-Real-IP", "6.6.6.6"),
            ("X-Original-URL", "/evil"), ("X-Original-Host", "evil"), ("Keep-Alive", "evil"), ("TE", "evil"), ("Proxy-Authorization", "evil"));

        Assert.DoesNotContain(seen, line => line.Contains("evil", StringComparison.Ordinal) || line.EndsWith("=6", StringComparison.Ordinal));
        Assert.DoesNotContain(seen, line => line.Contains("6.6.6.6", StringComparison.Ordinal));
        Assert.Contains("X-Forwarded-For=127.0.0.1", seen);
        Assert.Contains("X-Forwarded-Proto=http", seen);
    }

    [Fact]
    public async Task What_software_is_behind_is_not_told()
    {
        using var answer = await _site.SendAsync("GET", "/v1/x");

        Assert.Empty(answer.Headers.Server);
        Assert.False(answer.Headers.Contains("X-Powered-By"));
    }

    private async Task<string[]> SeenAsync(params (string, string)[] headers)
    {
        var (status, body) = await _site.AskAsync("GET", "/v1/x", null, null, headers);
        Assert.Equal(200, status);
        return body.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
