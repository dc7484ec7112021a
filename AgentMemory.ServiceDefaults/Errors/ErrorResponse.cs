using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace AgentMemory.ServiceDefaults.Errors;

/// <summary>Writes the one error body there is: <c>{"detail": …}</c>, a text or, for invalid fields, a list.</summary>
public static class ErrorResponse
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Task WriteAsync(HttpContext context, int status, string detail) =>
        WriteAsync(context, status, writer => writer.WriteStringValue(detail));

    /// <param name="writeItem">Writes the JSON object of one invalid field.</param>
    public static Task WriteAsync<T>(
        HttpContext context, int status, IReadOnlyList<T> detail, Action<Utf8JsonWriter, T> writeItem) =>
        WriteAsync(context, status, writer =>
        {
            writer.WriteStartArray();
            foreach (var item in detail)
                writeItem(writer, item);
            writer.WriteEndArray();
        });

    private static Task WriteAsync(HttpContext context, int status, Action<Utf8JsonWriter> writeDetail)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body, Readable))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("detail"u8);
            writeDetail(writer);
            writer.WriteEndObject();
        }
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.WrittenCount;
        return context.Response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted).AsTask();
    }
}
