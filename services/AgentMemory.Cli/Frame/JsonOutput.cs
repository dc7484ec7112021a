using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AgentMemory.Cli.Frame;

/// <summary>One JSON document on standard output, for people and programs: indented, snake_case, UTF-8 unescaped.</summary>
internal static class JsonOutput
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write(object value) => Console.Out.WriteLine(JsonSerializer.Serialize(value, Readable));

    /// <summary>In the shape that the type describes, such as the contract's.</summary>
    public static void Write<T>(T value, JsonTypeInfo<T> shape) => Write(JsonSerializer.SerializeToElement(value, shape));
}
