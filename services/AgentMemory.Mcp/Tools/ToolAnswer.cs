using System.Buffers;
using System.Text;
using System.Text.Json;
using AgentMemory.Errors;
using AgentMemory.Wire.Answers;
using ModelContextProtocol.Protocol;

namespace AgentMemory.Mcp.Tools;

/// <summary>
/// What a call is answered with (spec 7.3): the contract's answer as text and as structure, or why there is none. Kept as the
/// bytes that are sent.
/// </summary>
public sealed class ToolAnswer
{
    /// <summary>How deep arguments and answers may be nested: JSON is read 64 deep on both sides, and the protocol takes two of that.</summary>
    internal static readonly JsonDocumentOptions Limits = new() { MaxDepth = 62 };

    private static readonly JsonWriterOptions Compact = new() { Encoder = WireContext.Encoder, MaxDepth = Limits.MaxDepth };

    private ToolAnswer(ReadOnlyMemory<byte> text, ReadOnlyMemory<byte>? structure) => (Text, Structure) = (text, structure);

    /// <summary>UTF-8; of an answer JSON, indented by two spaces.</summary>
    public ReadOnlyMemory<byte> Text { get; }

    /// <summary>The same JSON on one line; <see langword="null"/> for a failure.</summary>
    public ReadOnlyMemory<byte>? Structure { get; }

    public bool IsError => Structure is null;

    /// <exception cref="InvalidRequestException">The answer is nested too deep to be sent; only REST can have stored it.</exception>
    internal static ToolAnswer Of<T>(T answer)
    {
        var structure = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(structure, Compact))
        {
            try
            {
                JsonSerializer.Serialize(json, answer, WireContext.Of<T>());
            }
            catch (InvalidOperationException) when (json.CurrentDepth >= Limits.MaxDepth)
            {
                throw new InvalidRequestException($"The answer is nested more than {Limits.MaxDepth} deep: read it by REST");
            }
        }

        return new(JsonSerializer.SerializeToUtf8Bytes(answer, WireContext.Indented<T>()), structure.WrittenMemory);
    }

    /// <param name="tool">The name it was called by.</param>
    internal static ToolAnswer Failure(string tool, string message) =>
        new(Encoding.UTF8.GetBytes($"Error executing tool {tool}: {message}"), null);

    public CallToolResult ToResult() => new()
    {
        Content = [new TextContentBlock { Text = Encoding.UTF8.GetString(Text.Span) }],
        StructuredContent = Structure is { } structure ? JsonElement.Parse(structure.Span, Limits) : null,
        IsError = IsError,
    };
}
