using System.Net;
using AgentMemory.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Api.Tests.Http;

public sealed class HostWithAClock : ApiHost
{
    internal ManualTime Time { get; } = new(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));

    protected override void Configure(IServiceCollection services) => services.AddSingleton<TimeProvider>(Time);
}

public sealed class SessionExpiryTests(HostWithAClock host) : IClassFixture<HostWithAClock>
{
    [Fact, Trait("Spec", "15.6"), Trait("Spec", "2.2"), Trait("Trap", "T31")]
    public async Task A_ttl_is_told_and_begins_anew_with_each_write_and_an_expired_session_vanishes()
    {
        const string Path = "/v1/working-memory/brief";
        const string Listing = "/v1/working-memory/?namespace=expiry";
        var put = await host.Client.SendAsync("PUT", Path, """{"namespace":"expiry","ttl_seconds":60}""");
        Assert.Equal(60, put.Json.GetProperty("ttl_seconds").GetInt32());

        Pass(seconds: 59);
        Assert.Equal(60, (await host.Client.SendAsync("GET", Path)).Json.GetProperty("ttl_seconds").GetInt32());
        await host.Client.SendAsync("PUT", Path, """{"namespace":"expiry","ttl_seconds":60,"context":"again"}""");

        Pass(seconds: 59);
        Assert.Equal("""{"sessions":["brief"],"total":1}""", (await host.Client.SendAsync("GET", Listing)).Text);
        Assert.Equal("again", (await host.Client.SendAsync("GET", Path)).Json.GetProperty("context").GetString());

        Pass(seconds: 2);
        Assert.Equal("""{"sessions":[],"total":0}""", (await host.Client.SendAsync("GET", Listing)).Text);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.SendAsync("GET", Path)).Status);
    }

    [Fact, Trait("Spec", "10.1")]
    public async Task Reading_a_session_does_not_prolong_its_life()
    {
        const string Path = "/v1/working-memory/read";
        await host.Client.SendAsync("PUT", Path, """{"ttl_seconds":60}""");
        Pass(seconds: 59);
        Assert.Equal(HttpStatusCode.OK, (await host.Client.SendAsync("GET", Path)).Status);
        Pass(seconds: 2);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.SendAsync("GET", Path)).Status);
    }

    private void Pass(int seconds) => host.Time.Now += TimeSpan.FromSeconds(seconds);
}
