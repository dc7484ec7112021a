using System.Text.Json;
using System.Text.Unicode;
using AgentMemory.ServiceDefaults.Requests;
using AgentMemory.Wire.Requests;

namespace AgentMemory.Api.Requests;

/// <summary>A request's body as JSON.</summary>
internal static class JsonBody
{
    private static readonly JsonDocumentOptions Limits = new() { MaxDepth = 64 };

    /// <summary>Reads the body, which must be a JSON object; the result must not keep elements of it.</summary>
    /// <exception cref="RequestValidationException">The request, this body included, is not understood.</exception>
    /// <exception cref="BadHttpRequestException">It is larger than the limit (413), or not received whole.</exception>
    public static async ValueTask<T> ReadAsync<T>(HttpContext http, Reading reading, Func<WireObject, T> read)
    {
        reading.Enter("body");
        if (!RequestBody.MayBeJson(http.Request))
        {
            reading.Refuse(
                "send the body as JSON, with the header Content-Type: application/json", Reading.AsJson(http.Request.ContentType!));
            reading.ThrowIfInvalid();
        }

        using var body = await RequestBody.ReceiveAsync(http, reading.Options.MaximumBodyBytes);
        using var document = Parse(body.Bytes, reading);
        var value = WireObject.TryOpen(document.RootElement, reading, out var opened) ? read(opened) : default;
        reading.ThrowIfInvalid();
        return value!;
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
}
