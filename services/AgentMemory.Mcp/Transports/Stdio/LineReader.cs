using System.Buffers;
using System.IO.Pipelines;

namespace AgentMemory.Mcp.Transports.Stdio;

/// <summary>Reads a stream line by line and holds no more of it than the longest line that is allowed.</summary>
internal sealed class LineReader(Stream input, int maximumBytes)
{
    private readonly PipeReader _input = PipeReader.Create(input, new(leaveOpen: true));

    public int MaximumBytes => maximumBytes;

    /// <returns>
    /// A line without its end; one that is too long as empty, with <see cref="Line.IsTooLong"/>; <see langword="null"/> at the
    /// end of the stream.
    /// </returns>
    public async ValueTask<Line?> ReadAsync(CancellationToken cancellationToken)
    {
        var isTooLong = false;
        var searched = 0L;
        while (true)
        {
            // A console does not heed the token: its read is left behind.
            var read = await _input.ReadAsync(cancellationToken).AsTask().WaitAsync(cancellationToken);
            var buffer = read.Buffer;
            var lineEnd = buffer.Slice(searched).PositionOf((byte)'\n');
            if (lineEnd is not null || (read.IsCompleted && !buffer.IsEmpty))
            {
                var line = lineEnd is { } end ? buffer.Slice(0, end) : buffer;
                isTooLong |= line.Length > maximumBytes;
                var result = new Line(isTooLong ? [] : line.ToArray(), isTooLong);
                _input.AdvanceTo(lineEnd is { } next ? buffer.GetPosition(1, next) : buffer.End);
                return result;
            }

            if (read.IsCompleted)
                return null;
            searched = buffer.Length;
            if (isTooLong || buffer.Length > maximumBytes)
            {
                (isTooLong, searched) = (true, 0);
                _input.AdvanceTo(buffer.End);
            }
            else
            {
                _input.AdvanceTo(buffer.Start, buffer.End);
            }
        }
    }
}

internal readonly record struct Line(byte[] Utf8, bool IsTooLong)
{
    public bool IsBlank => !IsTooLong && Utf8.AsSpan().IndexOfAnyExcept(" \t\r"u8) < 0;
}
