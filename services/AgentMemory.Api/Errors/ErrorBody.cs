using System.Text.Encodings.Web;
using System.Text.Json;
using AgentMemory.Api.Wire;

namespace AgentMemory.Api.Errors;

/// <summary>Writes <c>{"detail": …}</c> bodies (spec 1.4).</summary>
internal static class ErrorBody
{
    private static readonly JsonWriterOptions Encoding = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Task WriteAsync(HttpContext http, int status, string detail)
    {
        http.Response.StatusCode = status;
        return WriteAsync(http, writer => writer.WriteString("detail"u8, detail));
    }

    public static Task WriteAsync(HttpContext http, IReadOnlyList<ValidationError> errors)
    {
        http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return WriteAsync(http, writer =>
        {
            writer.WriteStartArray("detail"u8);
            foreach (var error in errors)
                Write(writer, error);
            writer.WriteEndArray();
        });
    }

    private static async Task WriteAsync(HttpContext http, Action<Utf8JsonWriter> write)
    {
        using var body = new MemoryStream();
        using (var writer = new Utf8JsonWriter(body, Encoding))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), http.RequestAborted);
    }

    private static void Write(Utf8JsonWriter writer, ValidationError error)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, error.Type);
        writer.WriteStartArray("loc"u8);
        foreach (var part in error.Location)
        {
            if (part.Name is null)
                writer.WriteNumberValue(part.Index);
            else
                writer.WriteStringValue(part.Name);
        }

        writer.WriteEndArray();
        writer.WriteString("msg"u8, error.Message);
        writer.WritePropertyName("input"u8);
        writer.WriteRawValue(error.Input, skipInputValidation: true);
        if (error.Context is var (name, value))
        {
            writer.WriteStartObject("ctx"u8);
            writer.WritePropertyName(name);
            WriteContext(writer, value);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteContext(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case int number:
                writer.WriteNumberValue(number);
                break;
            case double number:
                writer.WriteNumberValue(number);
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            default:
                writer.WriteStartObject();
                writer.WriteEndObject();
                break;
        }
    }
}
