using System.Text;
using System.Text.Json;
using AgentMemory.Errors;
using AgentMemory.Wire.Answers;
using ModelContextProtocol.Protocol;

namespace AgentMemory.Mcp.Tools;

/// <summary>
/// What a call is answered with (spec 7.3): the contract's answer as text and as structure, or why there is none. Kept as the
/// bytes of the structure, of which the text is made when it is sent.
/// </summary>
public sealed class ToolAnswer
{
    /// <summary>How deep arguments and answers may be nested: JSON is read 64 deep on both sides, and the protocol takes two of that.</summary>
    internal static readonly JsonDocumentOptions Limits = new() { MaxDepth = 62 };

    private const int ExpectedBytes = 16 * 1024;

    private static readonly JsonWriterOptions Compact = new() { Encoder = WireContext.Encoder, MaxDepth = Limits.MaxDepth };

    private readonly byte[]? _failure;

    private ToolAnswer(ReadOnlyMemory<byte>? structure, byte[]? failure) => (Structure, _failure) = (structure, failure);

    /// <summary>JSON on one line, in UTF-8; <see langword="null"/> for a failure.</summary>
    public ReadOnlyMemory<byte>? Structure { get; }

    public bool IsError => _failure is not null;

    /// <exception cref="InvalidRequestException">The answer is nested too deep to be sent; only REST can have stored it.</exception>
    internal static ToolAnswer Of<T>(T answer)
    {
        using var structure = new PooledBytes(ExpectedBytes);
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

        return new(structure.Written.ToArray(), null);
    }

    /// <param name="tool">The name it was called by.</param>
    internal static ToolAnswer Failure(string tool, string message) =>
        new(null, Encoding.UTF8.GetBytes($"Error executing tool {tool}: {message}"));

    public CallToolResult ToResult()
    {
        using var text = new PooledBytes(ExpectedBytes);
        WriteText(text);
        return new()
        {
            Content = [new TextContentBlock { Text = JsonElement.Parse(text.Written).GetString()! }],
            StructuredContent = Structure is { } structure ? JsonElement.Parse(structure.Span, Limits) : null,
            IsError = IsError,
        };
    }

    /// <summary>The text as a JSON string: of an answer its JSON, indented by two spaces.</summary>
    internal void WriteText(PooledBytes output)
    {
        output.Write("\""u8);
        if (Structure is { } structure)
            IndentedText.Write(structure.Span, output);
        else
            output.Write(JsonEncodedText.Encode(_failure, WireContext.Encoder).EncodedUtf8Bytes);
        output.Write("\""u8);
    }
}
