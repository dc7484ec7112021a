using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace AgentMemory.Mcp.Tests.Transports.Support;

/// <summary>An SSE connection as bytes, also one that does what no client does.</summary>
internal sealed class SseClient : IAsyncDisposable
{
    private readonly McpSite _site;
    private readonly HttpResponseMessage _response;
    private readonly Stream _stream;
    private readonly IAsyncEnumerator<SseItem<string>> _events;
    private readonly (string Name, string Value)[] _headers;

    private SseClient(McpSite site, HttpResponseMessage response, Stream stream, (string, string)[] headers)
    {
        (_site, _response, _stream, _headers) = (site, response, stream, headers);
        _events = SseParser.Create(stream).EnumerateAsync().GetAsyncEnumerator();
    }

    /// <summary>Where to post.</summary>
    public string Endpoint { get; private set; } = "";

    public static async Task<SseClient> OpenAsync(McpSite site, string path, params (string Name, string Value)[] headers)
    {
        var response = await GetAsync(site, path, headers);
        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        var client = new SseClient(site, response, await response.Content.ReadAsStreamAsync(), headers);
        var first = await client.NextEventAsync();
        Assert.Equal("endpoint", first?.EventType);
        client.Endpoint = first!.Value.Data;
        return client;
    }

    /// <summary>Opens without expecting to succeed.</summary>
    public static Task<HttpResponseMessage> GetAsync(McpSite site, string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, site.At(path));
        request.Headers.TryAddWithoutValidation("Accept", "text/event-stream");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return site.SendAsync(request);
    }

    public Task<Posted> PostAsync(string json) => _site.PostAsync(Endpoint, json, _headers);

    /// <summary>Posts and waits for the next message.</summary>
    public async Task<JsonElement> AskAsync(string json)
    {
        var posted = await PostAsync(json);
        Assert.True(posted.Status == HttpStatusCode.Accepted, $"{posted.Status} {posted.Text}");
        return JsonElement.Parse((await NextEventAsync())!.Value.Data);
    }

    /// <returns><see langword="null"/> when the server has ended the stream.</returns>
    public async Task<SseItem<string>?> NextEventAsync() =>
        await _events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60)) ? _events.Current : null;

    /// <summary>Bytes as they come, instead of events.</summary>
    public async Task<string> NextBytesAsync()
    {
        var buffer = new byte[1024];
        return System.Text.Encoding.UTF8.GetString(buffer, 0, await _stream.ReadAsync(buffer));
    }

    public async ValueTask DisposeAsync()
    {
        _response.Dispose();
        await _stream.DisposeAsync();
    }
}
