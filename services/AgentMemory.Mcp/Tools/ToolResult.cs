using System.Text;
using System.Text.Json;
using AgentMemory.Errors;
using AgentMemory.Wire.Answers;
using ModelContextProtocol.Protocol;

namespace AgentMemory.Mcp.Tools;

/// <summary>What a call is answered with (spec 7.3): the contract's answer as text and as structure, or why there is none.</summary>
internal static class ToolResult
{
    /// <summary>How deep arguments and answers may be nested: JSON is read 64 deep on both sides, and the protocol takes two of that.</summary>
    public static readonly JsonDocumentOptions Limits = new() { MaxDepth = 62 };

    /// <exception cref="InvalidRequestException">The answer is nested too deep to be sent; only REST can have stored it.</exception>
    public static CallToolResult Of<T>(T answer)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(answer, WireContext.Indented<T>());
        return new CallToolResult
        {
            Content = [new TextContentBlock { Text = Encoding.UTF8.GetString(json) }],
            StructuredContent = Structured(json),
            IsError = false,
        };
    }

    /// <param name="tool">The name it was called by.</param>
    public static CallToolResult Failure(string tool, string message) => new()
    {
        Content = [new TextContentBlock { Text = $"Error executing tool {tool}: {message}" }],
        IsError = true,
    };

    private static JsonElement Structured(byte[] json)
    {
        try
        {
            return JsonElement.Parse(json, Limits);
        }
        catch (JsonException)
        {
            throw new InvalidRequestException($"The answer is nested more than {Limits.MaxDepth} deep: read it by REST");
        }
    }
}
