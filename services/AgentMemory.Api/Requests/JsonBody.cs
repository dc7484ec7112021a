using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Unicode;
using AgentMemory.Wire.Requests;
using Microsoft.AspNetCore.Http.Features;

namespace AgentMemory.Api.Requests;

/// <summary>A request's body as JSON in a pooled buffer that is given back once the body has been read.</summary>
internal sealed class JsonBody : IDisposable
{
    private const int InitialSize = 4096;
    private static readonly JsonDocumentOptions Limits = new() { MaxDepth = 64 };

    private byte[] _buffer;
    private readonly JsonDocument _document;

    private JsonBody(byte[] buffer, JsonDocument document) => (_buffer, _document) = (buffer, document);

    /// <summary>Reads the body, which must be a JSON object; the result must not keep elements of it.</summary>
    /// <exception cref="RequestValidationException">The request, this body included, is not understood.</exception>
    /// <exception cref="BadHttpRequestException">It is larger than the limit (413), or not received whole.</exception>
    public static async ValueTask<T> ReadAsync<T>(HttpContext http, Reading reading, Func<WireObject, T> read)
    {
        using var body = await ReceiveAsync(http, reading);
        var value = WireObject.TryOpen(body._document.RootElement, reading, out var opened) ? read(opened) : default;
        reading.ThrowIfInvalid();
        return value!;
    }

    private static async ValueTask<JsonBody> ReceiveAsync(HttpContext http, Reading reading)
    {
        var limit = reading.Options.MaximumBodyBytes;
        reading.Enter("body");
        RequireJson(http.Request, reading);
        if (http.Request.ContentLength > limit)
            throw TooLarge(limit);
        // The server's own limit must not cut in below ours; ours counts chunked bodies too.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
            feature.MaxRequestBodySize = null;

        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Max(http.Request.ContentLength + 1 ?? InitialSize, InitialSize));
        try
        {
            var length = 0;
            while (await http.Request.Body.ReadAsync(buffer.AsMemory(length), http.RequestAborted) is var read and > 0)
            {
                length += read;
                if (length > limit)
                    throw TooLarge(limit);
                if (length == buffer.Length)
                    buffer = Grow(buffer);
            }

            var document = Parse(buffer.AsMemory(0, length), reading);
            var body = new JsonBody(buffer, document);
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
        _document.Dispose();
        if (Interlocked.Exchange(ref _buffer, []) is { Length: > 0 } buffer)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> utf8, Reading reading)
    {
        var bytes = utf8.Span;
        if (bytes.IsEmpty)
        {
            reading.Add("missing", "Field required", "null");
        }
        else if (!Utf8.IsValid(bytes))
        {
            RefuseJson(reading, 0, "the body is not valid UTF-8");
        }
        else if (LoneSurrogate.Find(bytes) is var position and >= 0)
        {
            RefuseJson(reading, position, "the escape of half a character (a lone surrogate) is no text");
        }
        else
        {
            try
            {
                return JsonDocument.Parse(utf8, Limits);
            }
            catch (JsonException problem)
            {
                RefuseJson(reading, (int)(problem.BytePositionInLine ?? 0), Describe(problem));
            }
        }

        reading.ThrowIfInvalid();
        throw new InvalidOperationException("A body that cannot be parsed is an error.");
    }

    private static string Describe(JsonException problem)
    {
        var end = problem.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? problem.Message : problem.Message[..end];
    }

    private static void RefuseJson(Reading reading, int position, string reason)
    {
        reading.Enter(position);
        reading.Add("json_invalid", "JSON decode error", "{}", ("error", reason));
        reading.Leave();
    }

    /// <summary>
    /// Refuses what a foreign web page could send without asking: a form or plain text is never taken for JSON.
    /// </summary>
    private static void RequireJson(HttpRequest request, Reading reading)
    {
        if (string.IsNullOrEmpty(request.ContentType)
            || MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType is { } media
                && (media.Equals("application/json", StringComparison.OrdinalIgnoreCase)
                    || media.EndsWith("+json", StringComparison.OrdinalIgnoreCase)))
            return;
        reading.Refuse("send the body as JSON, with the header Content-Type: application/json", Reading.AsJson(request.ContentType));
        reading.ThrowIfInvalid();
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
