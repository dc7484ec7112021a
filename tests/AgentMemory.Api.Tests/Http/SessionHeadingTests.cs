using System.Net;

namespace AgentMemory.Api.Tests.Http;

public sealed class SessionHeadingTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Sessions_are_listed_with_whose_they_are_and_what_they_hold()
    {
        await PutAsync("lasting", "ann", """{"messages":[{"role":"user","content":"Hello"}],"memories":[{"text":"A fact"}],"context":"They met.","ttl_seconds":null}""");
        await PutAsync("brief", "bob", """{"messages":[],"ttl_seconds":600}""");

        var page = (await host.Client.SendAsync("GET", "/v1/sessions?namespace=headings")).Json;
        var sessions = page.GetProperty("sessions").EnumerateArray().ToArray();

        Assert.Equal(2, page.GetProperty("total").GetInt32());
        Assert.StartsWith(
            """{"session_id":"brief","namespace":"headings","user_id":"bob","message_count":0,"memory_count":0,"summarized":false,"ttl_seconds":600,"expires_at":"2""",
            sessions[0].GetRawText(), StringComparison.Ordinal);
        Assert.StartsWith(
            """{"session_id":"lasting","namespace":"headings","user_id":"ann","message_count":1,"memory_count":1,"summarized":true,"ttl_seconds":null,"expires_at":null,""",
            sessions[1].GetRawText(), StringComparison.Ordinal);
        var second = (await host.Client.SendAsync("GET", "/v1/sessions?namespace=headings&limit=1&offset=1")).Json;
        Assert.Equal("lasting", Assert.Single(second.GetProperty("sessions").EnumerateArray().ToArray()).GetProperty("session_id").GetString());
        var bound = await host.Client.SendAsync("GET", "/v1/sessions", (string?)null, ("X-Users", "nobody"));
        Assert.Equal("""{"sessions":[],"total":0}""", bound.Text);
    }

    [Fact]
    public async Task A_session_tells_when_it_vanishes()
    {
        await PutAsync("ends", "ann", """{"messages":[],"ttl_seconds":600}""");
        await PutAsync("stays", "ann", """{"messages":[]}""");

        using var ending = await host.Client.GetAsync(new Uri("/v1/working-memory/ends?namespace=headings", UriKind.Relative));
        var expiry = DateTimeOffset.Parse(
            ending.Headers.GetValues("Session-Expires-At").Single(), System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(expiry - DateTimeOffset.UtcNow, TimeSpan.FromSeconds(540), TimeSpan.FromSeconds(600));
        using var staying = await host.Client.GetAsync(new Uri("/v1/working-memory/stays?namespace=headings", UriKind.Relative));
        Assert.False(staying.Headers.Contains("Session-Expires-At"));
    }

    private async Task PutAsync(string session, string user, string body)
    {
        var answer = await host.Client.SendAsync("PUT", $"/v1/working-memory/{session}?namespace=headings&user_id={user}", body);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }
}
