using System.Threading.Channels;
using AgentMemory.Mcp.Transports.Framing;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AgentMemory.Mcp.Transports.Stdio;

/// <summary>
/// Messages as lines. Not the SDK's own transport, because that reads lines of any length and starts any number of calls: here
/// a line that is too long, or no message, is answered with an error, and the next one is read.
/// </summary>
internal sealed class StdioTransport(LineReader input, LineWriter output) : ITransport
{
    private readonly Channel<JsonRpcMessage> _received = Channel.CreateBounded<JsonRpcMessage>(
        new BoundedChannelOptions(1) { SingleReader = true, SingleWriter = true });

    private readonly CallsUnderWay _calls = new();

    public string? SessionId => null;

    public ChannelReader<JsonRpcMessage> MessageReader => _received.Reader;

    /// <summary>Takes messages in until the input ends; the server then ends once it has answered them.</summary>
    public async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await input.ReadAsync(cancellationToken) is { } line)
            {
                if (!line.IsBlank)
                    await AcceptAsync(line, cancellationToken);
            }
        }
        finally
        {
            _received.Writer.TryComplete();
        }
    }

    public Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default) =>
        output.WriteAsync(JsonRpc.Write(message), cancellationToken, whenDue: () => _calls.End(message));

    public ValueTask DisposeAsync()
    {
        _received.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    private async Task AcceptAsync(Line line, CancellationToken cancellationToken)
    {
        var refusal = line.IsTooLong
            ? JsonRpc.Error(default, McpErrorCode.InvalidRequest, $"A message may have {input.MaximumBytes} bytes at most (MAX_REQUEST_BODY_BYTES)")
            : null;
        if (refusal is null)
        {
            var frame = Frame.Read(line.Utf8);
            refusal = frame.IsUnderstood ? _calls.Begin(frame.Message) : frame.Refusal;
            if (refusal is null)
            {
                await _received.Writer.WriteAsync(frame.Message!, cancellationToken);
                return;
            }
        }

        await output.WriteAsync(JsonRpc.Write(refusal), cancellationToken);
    }
}
