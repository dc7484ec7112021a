using System.Net;
using System.Net.ServerSentEvents;
using AgentMemory.Tenancy.Tests.Server;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Tenancy.Tests;

/// <summary>A stream outlasts the check of its token.</summary>
public sealed class EventStreamTests(Twins twins) : IClassFixture<Twins>
{
    private const string Session = "/v1/working-memory/streamed";
    private const string Appended = "session.appended";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_stream_ends_without_another_event_once_its_token_is_removed()
    {
        var tokens = twins.Shared.Services.GetRequiredService<TokenService>();
        var issued = await tokens.CreateAsync(new NewToken { Description = "watcher", Namespaces = ["ours"] }, CancellationToken.None);
        await AppendAsync("first");
        using var limit = new CancellationTokenSource(Patience);
        using var request = new HttpRequestMessage(HttpMethod.Get, Session + "/events");
        request.Headers.Add("Accept", "text/event-stream");
        request.Headers.Add("Authorization", "Bearer " + issued.Secret);
        using var response = await twins.Shared.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await using var events = SseParser.Create(await response.Content.ReadAsStreamAsync(limit.Token))
            .EnumerateAsync(limit.Token).GetAsyncEnumerator(limit.Token);
        Assert.True(await events.MoveNextAsync());
        Assert.Equal(Appended, events.Current.EventType);

        Assert.True(await tokens.RemoveAsync(issued.Token.PublicId, CancellationToken.None));
        await AppendAsync("second");

        // What extraction made of the first message may have been on its way.
        while (await events.MoveNextAsync())
            Assert.NotEqual(Appended, events.Current.EventType);
    }

    private async Task AppendAsync(string id)
    {
        var answer = await twins.Shared.SendAsync(
            twins.Shared.AdminToken, "POST", Session + "/messages",
            $$"""{"namespace":"ours","messages":[{"id":"{{id}}","role":"user","content":"hello"}]}""");
        Assert.True(answer.Status == 200, answer.Text);
    }
}
