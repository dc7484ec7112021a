using System.Net.ServerSentEvents;

namespace AgentMemory.Gateway.Tests.Support;

/// <summary>Reads events through the gateway while their stream is open.</summary>
internal sealed class EventClient : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<string>> _events;

    private EventClient(HttpResponseMessage response, Stream stream)
    {
        _response = response;
        _events = SseParser.Create(stream).EnumerateAsync().GetAsyncEnumerator();
    }

    public static async Task<EventClient> OpenAsync(GatewaySite site, string path, string? token = null)
    {
        var response = await site.SendAsync("GET", path, null, token, ("Accept", "text/event-stream"));
        Assert.Equal(200, (int)response.StatusCode);
        return new(response, await response.Content.ReadAsStreamAsync());
    }

    /// <returns><see langword="null"/> when the stream has ended.</returns>
    public async Task<SseItem<string>?> NextAsync() =>
        await _events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60)) ? _events.Current : null;

    public ValueTask DisposeAsync()
    {
        _response.Dispose();
        return default;
    }
}
