using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace AgentMemory.ServiceDefaults.Requests;

/// <summary>A request's body in a pooled buffer, which is given back on disposal: nothing may keep a part of it.</summary>
public sealed class RequestBody : IDisposable
{
    private const int InitialSize = 4096;

    private readonly int _length;
    private byte[] _buffer;

    private RequestBody(byte[] buffer, int length) => (_buffer, _length) = (buffer, length);

    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _length);

    /// <summary>
    /// Whether a body is JSON, or says nothing of what it is. A foreign web page can post a form or plain text without
    /// asking; that is never taken for JSON.
    /// </summary>
    public static bool MayBeJson(HttpRequest request) =>
        string.IsNullOrEmpty(request.ContentType)
        || (MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
                || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase)));

    /// <exception cref="BadHttpRequestException">It is larger than the limit (413), or not received whole.</exception>
    public static async ValueTask<RequestBody> ReceiveAsync(HttpContext http, int maximumBytes)
    {
        // The server's own limit must not cut in below ours, which counts chunked bodies too; and with it the server would
        // close the connection on a refused body instead of reading on for a moment, and its sender would not get the answer.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
            feature.MaxRequestBodySize = null;
        if (http.Request.ContentLength > maximumBytes)
            throw TooLarge(maximumBytes);

        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Max(http.Request.ContentLength + 1 ?? InitialSize, InitialSize));
        try
        {
            var length = 0;
            while (await http.Request.Body.ReadAsync(buffer.AsMemory(length), http.RequestAborted) is var read and > 0)
            {
                length += read;
                if (length > maximumBytes)
                    throw TooLarge(maximumBytes);
                if (length == buffer.Length)
                    buffer = Grow(buffer);
            }

            var body = new RequestBody(buffer, length);
            buffer = null;
            return body;
        }
        finally
        {
            if (buffer is not null)
                ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, []) is { Length: > 0 } buffer)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private static BadHttpRequestException TooLarge(int limit) =>
        new($"Request body is larger than {limit} bytes", StatusCodes.Status413PayloadTooLarge);
}
