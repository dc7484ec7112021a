using System.Buffers.Text;
using System.Net.Sockets;

namespace AgentMemory.Benchmarks.Load;

/// <summary>
/// One keep-alive HTTP/1.1 connection that sends ready bytes and reads answers, of known length or chunked, into a buffer
/// it reuses: the client must cost little, for it runs on the server's cores.
/// </summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[64 * 1024];

    public async Task ConnectAsync(Uri server) => await _socket.ConnectAsync(server.Host, server.Port);

    /// <summary>Sends a request and reads its whole answer.</summary>
    /// <returns>The body's length, with what chunks add.</returns>
    /// <exception cref="InvalidOperationException">The answer is not 200.</exception>
    public async ValueTask<int> ExchangeAsync(ReadOnlyMemory<byte> request)
    {
        for (var rest = request; rest.Length > 0;)
            rest = rest[await _socket.SendAsync(rest)..];

        var received = 0;
        int head;
        while ((head = _buffer.AsSpan(0, received).IndexOf("\r\n\r\n"u8)) < 0)
            received += await ReceiveAsync(received);
        var start = head + 4;
        if (Length(_buffer.AsSpan(0, head + 2)) is { } length)
        {
            while (received < start + length)
                received += await ReceiveAsync(received);
        }
        else
        {
            // The last chunk is empty. No answer to these requests contains its bytes.
            while (!_buffer.AsSpan(start, received - start).EndsWith("0\r\n\r\n"u8))
                received += await ReceiveAsync(received);
        }

        if (!_buffer.AsSpan(0, received).StartsWith("HTTP/1.1 200"u8))
            throw new InvalidOperationException(System.Text.Encoding.UTF8.GetString(_buffer, 0, Math.Min(received, 1000)));
        return received - start;
    }

    public void Dispose() => _socket.Dispose();

    private async ValueTask<int> ReceiveAsync(int received)
    {
        if (received == _buffer.Length)
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        var count = await _socket.ReceiveAsync(_buffer.AsMemory(received));
        return count > 0 ? count : throw new InvalidOperationException("The server closed the connection");
    }

    /// <returns><see langword="null"/> when the answer is chunked.</returns>
    private static int? Length(ReadOnlySpan<byte> head)
    {
        var name = "\r\nContent-Length: "u8;
        var start = head.IndexOf(name);
        if (start >= 0 && Utf8Parser.TryParse(head[(start + name.Length)..], out int length, out _))
            return length;
        return head.IndexOf("\r\nTransfer-Encoding: chunked\r\n"u8) >= 0
            ? null
            : throw new InvalidOperationException("The answer has no Content-Length and is not chunked");
    }
}
