using System.Security.Cryptography;
using System.Threading.Channels;
using AgentMemory.Mcp.Callers;
using AgentMemory.Mcp.Transports.Framing;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentMemory.Mcp.Transports.Sse;

/// <summary>
/// One SSE connection: messages come in by POSTs that name its id, answers go out as events. Whoever knows the id and has
/// the token of the request that opened it may post.
/// </summary>
internal sealed class SseConnection : ITransport
{
    private readonly CallsUnderWay _calls = new();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly SseResponseStreamTransport _transport;
    private readonly Stream _events;

    /// <param name="path">What messages are posted to, without the id.</param>
    /// <param name="tokenId">The public id of the opener's token; <see langword="null"/> while authentication is off.</param>
    public SseConnection(Stream events, string path, McpCaller caller, string? tokenId)
    {
        (_events, Path, Caller, TokenId) = (events, path, caller, tokenId);
        _transport = new(events, $"{path}?session_id={SessionId}", SessionId);
    }

    public string SessionId { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public string Path { get; }

    public McpCaller Caller { get; }

    public string? TokenId { get; }

    public ChannelReader<JsonRpcMessage> MessageReader => _transport.MessageReader;

    /// <summary>Sends the event that says where to post, then keeps the connection until it is cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => _transport.RunAsync(cancellationToken);

    /// <returns>The error when the message is not taken.</returns>
    public async Task<JsonRpcError?> ReceiveAsync(JsonRpcMessage message, CancellationToken cancellationToken)
    {
        if (_calls.Begin(message) is { } refusal)
            return refusal;
        try
        {
            await _transport.OnMessageReceivedAsync(message, cancellationToken);
            return null;
        }
        catch (ChannelClosedException)
        {
            return JsonRpc.Error(JsonRpc.IdOf(message), JsonRpc.TransportError, "The connection has ended: open another");
        }
    }

    public async Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            _calls.End(message);
            await _transport.SendMessageAsync(message, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Sends a comment, which clients ignore.</summary>
    public async Task KeepAliveAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await _events.WriteAsync(": still here\n\n"u8.ToArray(), cancellationToken);
            await _events.FlushAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public ValueTask DisposeAsync() => _transport.DisposeAsync();
}
