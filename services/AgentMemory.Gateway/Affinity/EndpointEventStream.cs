using System.Text;

namespace AgentMemory.Gateway.Affinity;

/// <summary>
/// Passes events on as they come, adding a parameter to the address in the first one if that is the event
/// <c>endpoint</c>. Holds back the first event alone, until it is whole.
/// </summary>
internal sealed class EndpointEventStream(Stream client, string parameter) : Stream
{
    /// <summary>A first event that is longer is not the one that is looked for.</summary>
    private const int Longest = 4096;

    private MemoryStream? _first = new();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_first is not null)
        {
            _first.Write(buffer.Span);
            var held = _first.ToArray();
            var isWhole = TryFindEnd(held, out var end);
            if (!isWhole && held.Length <= Longest)
                return;
            buffer = !isWhole ? held : (byte[])[.. Extend(held.AsSpan(0, end)), .. held.AsSpan(end)];
            _first = null;
        }

        await client.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => client.FlushAsync(cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private static bool TryFindEnd(ReadOnlySpan<byte> held, out int end)
    {
        var (unix, web) = (held.IndexOf("\n\n"u8), held.IndexOf("\r\n\r\n"u8));
        end = unix < 0 || (web >= 0 && web < unix) ? web : unix;
        return end >= 0;
    }

    private ReadOnlySpan<byte> Extend(ReadOnlySpan<byte> first)
    {
        var lines = Encoding.UTF8.GetString(first).Split('\n');
        if (!lines.Any(line => line.TrimEnd('\r') is "event: endpoint" or "event:endpoint"))
            return first;
        return Encoding.UTF8.GetBytes(string.Join('\n', lines.Select(line => !line.StartsWith("data:", StringComparison.Ordinal)
            ? line
            : line.TrimEnd('\r') + (line.Contains('?', StringComparison.Ordinal) ? "&" : "?") + parameter)));
    }
}
