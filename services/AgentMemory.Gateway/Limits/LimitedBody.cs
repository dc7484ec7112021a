using Microsoft.AspNetCore.Http;

namespace AgentMemory.Gateway.Limits;

/// <summary>A body whose length its sender does not tell, counted while it passes.</summary>
internal sealed class LimitedBody(Stream body, int maximumBytes) : Stream
{
    private long _length;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static BadHttpRequestException TooLarge(int limit) =>
        new($"Request body is larger than {limit} bytes", StatusCodes.Status413PayloadTooLarge);

    /// <exception cref="BadHttpRequestException">It is larger than the limit.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await body.ReadAsync(buffer, cancellationToken));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Count(body.Read(buffer, offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Count(int read)
    {
        _length += read;
        return _length <= maximumBytes ? read : throw TooLarge(maximumBytes);
    }
}
