using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace AgentMemory.Api.Tests.Http;

/// <summary>Over a real connection: what counts is what arrives, and when.</summary>
public sealed class EventStreamTests(EventStreamTests.NarrowHost host) : IClassFixture<EventStreamTests.NarrowHost>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Sends two streams at once and no more.</summary>
    public sealed class NarrowHost : ApiHost
    {
        protected override ApiOptions Api => new() { MaximumEventStreams = 2 };
    }

    [Fact]
    public async Task A_stream_sends_what_was_and_then_what_happens()
    {
        await AppendAsync("live", "before");
        using var stream = await OpenAsync("live");
        var before = await stream.NextAsync();
        Assert.Equal("session.appended", before.EventType);

        await AppendAsync("other", "of no concern");
        await AppendAsync("live", "after");
        var after = await stream.NextAsync();

        Assert.True(long.Parse(after.EventId!, null) > long.Parse(before.EventId!, null));
        var data = JsonDocument.Parse(after.Data).RootElement;
        Assert.Equal(after.EventId, data.GetProperty("sequence").GetRawText());
        Assert.Equal("live", data.GetProperty("session_id").GetString());
    }

    [Fact]
    public async Task A_stream_goes_on_where_it_broke_off()
    {
        string last;
        await AppendAsync("resumed", "one");
        using (var stream = await OpenAsync("resumed"))
            last = (await stream.NextAsync()).EventId!;
        await AppendAsync("resumed", "two");
        await AppendAsync("resumed", "three");

        using var again = await OpenAsync("resumed", ("Last-Event-ID", last));
        var (second, third) = (await again.NextAsync(), await again.NextAsync());
        Assert.True(long.Parse(second.EventId!, null) > long.Parse(last, null));
        using var late = await OpenAsync("resumed", ("Last-Event-ID", second.EventId!));
        Assert.Equal(third.EventId, (await late.NextAsync()).EventId);
    }

    [Fact]
    public async Task A_memorys_history_streams_too_and_only_within_reach()
    {
        await host.Client.SendAsync("POST", "/v1/long-term-memory/", """{"memories":[{"id":"streamed","text":"t","user_id":"ann"}]}""");
        using var stream = await OpenPathAsync("/v1/long-term-memory/streamed/history");
        Assert.Equal("memory.created", (await stream.NextAsync()).EventType);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/long-term-memory/streamed/history");
        request.Headers.Add("Accept", "text/event-stream");
        request.Headers.Add("X-Users", "bob");
        using var refused = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
    }

    [Fact]
    public async Task More_streams_than_there_may_be_are_refused_until_one_ends()
    {
        var first = await OpenAsync("crowded");
        using var second = await OpenAsync("crowded");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/working-memory/crowded/events?user_id=ann");
        request.Headers.Add("Accept", "text/event-stream");
        using var refused = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Contains("2 event streams", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await host.Client.SendAsync("GET", "/v1/working-memory/crowded/events?user_id=ann")).Status);

        first.Dispose();
        using var third = await OpenAsync("crowded");
        await AppendAsync("crowded", "hello");
        Assert.Equal("session.appended", (await third.NextAsync()).EventType);
    }

    [Fact]
    public async Task A_last_event_that_is_no_number_is_400()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/working-memory/odd/events?user_id=ann");
        request.Headers.Add("Accept", "text/event-stream");
        request.Headers.TryAddWithoutValidation("Last-Event-ID", "yesterday");
        using var refused = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task Streams_end_when_the_server_stops()
    {
        var stopping = new NarrowHost();
        await stopping.InitializeAsync();
        using var stream = await EventReader.OpenAsync(stopping.Client, "/v1/working-memory/any/events?user_id=ann");
        var end = stream.NextAsync();

        // A stream that did not end would hold up the server for as long as it lets requests finish.
        await stopping.DisposeAsync().WaitAsync(Patience);
        await Assert.ThrowsAnyAsync<Exception>(() => end);
    }

    private Task<EventReader> OpenAsync(string session, params (string, string)[] headers) =>
        OpenPathAsync($"/v1/working-memory/{session}/events?user_id=ann", headers);

    /// <summary>Waits for the end of a stream that another test has just closed.</summary>
    private async Task<EventReader> OpenPathAsync(string path, params (string, string)[] headers)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                return await EventReader.OpenAsync(host.Client, path, headers);
            }
            catch (HttpRequestException refused) when (refused.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                await Task.Delay(20, limit.Token);
            }
        }
    }

    private async Task AppendAsync(string session, string content)
    {
        var answer = await host.Client.SendAsync(
            "POST", $"/v1/working-memory/{session}/messages?user_id=ann", $$"""{"messages":[{"role":"user","content":"{{content}}"}]}""");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    private sealed class EventReader : IDisposable
    {
        private readonly HttpResponseMessage _response;
        private readonly IAsyncEnumerator<SseItem<string>> _items;

        private EventReader(HttpResponseMessage response, Stream body)
        {
            _response = response;
            _items = SseParser.Create(body).EnumerateAsync().GetAsyncEnumerator();
        }

        public static async Task<EventReader> OpenAsync(HttpClient client, string path, params (string Name, string Value)[] headers)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("Accept", "text/event-stream");
            foreach (var (name, value) in headers)
                request.Headers.TryAddWithoutValidation(name, value);
            var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Patience);
            if (!response.IsSuccessStatusCode)
            {
                using (response)
                    response.EnsureSuccessStatusCode();
            }

            Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
            return new EventReader(response, await response.Content.ReadAsStreamAsync());
        }

        public async Task<SseItem<string>> NextAsync() => await _items.MoveNextAsync().AsTask().WaitAsync(Patience)
            ? _items.Current
            : throw new EndOfStreamException("The server has ended the stream");

        public void Dispose() => _response.Dispose();
    }
}
