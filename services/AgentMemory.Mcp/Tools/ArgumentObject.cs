using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using AgentMemory.Wire.Requests;

namespace AgentMemory.Mcp.Tools;

/// <summary>
/// The arguments of a call as the one JSON object that the contract's readers read: declared ones only, none that is
/// <c>null</c>, and objects and lists as themselves where a client sent them as JSON in a string (spec 7.3).
/// </summary>
internal static class ArgumentObject
{
    /// <summary>
    /// The object that was sent, if composing it would change nothing that a reader sees: the usual call is read in the bytes
    /// of its message.
    /// </summary>
    public static JsonElement? AsSent(SentArguments sent, IReadOnlyList<ToolParameter> declared)
    {
        if (sent.Object is not { } arguments)
            return null;
        foreach (var argument in arguments.EnumerateObject())
        {
            if (argument.Value.ValueKind == JsonValueKind.Null || Find(declared, argument) is not { } parameter
                || (!parameter.IsText && MayBeWrapped(argument.Value)))
                return null;
        }

        return arguments;
    }

    /// <summary>What is no text (see <see cref="LoneSurrogate"/>) is reported and left out.</summary>
    public static JsonDocument Compose(
        SentArguments sent, IReadOnlyList<ToolParameter> declared, Reading reading)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            writer.WriteStartObject();
            foreach (var parameter in declared)
            {
                if (!sent.TryGet(parameter.Name, out var value) || !IsText(value, parameter.Name, reading))
                    continue;
                if (!parameter.IsText && value.ValueKind == JsonValueKind.String)
                {
                    value = Unwrapped(value);
                    if (!IsText(value, parameter.Name, reading))
                        continue;
                }

                if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
                    continue;
                writer.WritePropertyName(parameter.Name);
                writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
            }

            writer.WriteEndObject();
        }

        return Parse(buffer.WrittenMemory, reading);
    }

    private static ToolParameter? Find(IReadOnlyList<ToolParameter> declared, JsonProperty argument)
    {
        for (var index = 0; index < declared.Count; index++)
        {
            if (argument.NameEquals(declared[index].Name))
                return declared[index];
        }

        return null;
    }

    /// <summary>Whether <see cref="Unwrapped"/> may find anything in it; it trims, and reads escapes.</summary>
    private static bool MayBeWrapped(JsonElement value) =>
        value.ValueKind == JsonValueKind.String
        && JsonMarshal.GetRawUtf8Value(value) is [(byte)'"', (byte)'{' or (byte)'[' or (byte)'n' or (byte)'\\' or <= (byte)' ' or > (byte)'~', ..];

    private static bool IsText(JsonElement value, string name, Reading reading)
    {
        if (value.ValueKind is JsonValueKind.Undefined || LoneSurrogate.Find(JsonMarshal.GetRawUtf8Value(value)) < 0)
            return true;
        reading.Enter(name);
        reading.Refuse("the escape of half a character (a lone surrogate) is no text", value);
        reading.Leave();
        return false;
    }

    /// <summary>Numbers and booleans in strings are read as such anyway, and a text that is no JSON is for the reader to refuse.</summary>
    private static JsonElement Unwrapped(JsonElement text)
    {
        var json = text.GetString().AsSpan().Trim();
        if (json is not (['{', ..] or ['[', ..] or "null"))
            return text;
        try
        {
            return JsonElement.Parse(json, ToolAnswer.Limits);
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> json, Reading reading)
    {
        try
        {
            return JsonDocument.Parse(json, ToolAnswer.Limits);
        }
        catch (JsonException)
        {
            reading.Refuse($"the arguments are nested more than {ToolAnswer.Limits.MaxDepth} deep", "{}");
            reading.ThrowIfInvalid();
            throw;
        }
    }
}
