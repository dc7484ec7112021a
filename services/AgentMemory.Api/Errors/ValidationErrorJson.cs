using System.Text.Json;
using AgentMemory.Wire.Requests;

namespace AgentMemory.Api.Errors;

/// <summary>Writes one entry of a 422 body: <c>{"type", "loc", "msg", "input", "ctx"?}</c> (spec 1.4).</summary>
internal static class ValidationErrorJson
{
    public static void Write(Utf8JsonWriter writer, ValidationError error)
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
            case long number:
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
