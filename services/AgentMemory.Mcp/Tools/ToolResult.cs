using System.Text;
using System.Text.Json;
using AgentMemory.Wire.Answers;
using ModelContextProtocol.Protocol;

namespace AgentMemory.Mcp.Tools;

/// <summary>What a call is answered with (spec 7.3): the contract's answer as text and as structure, or why there is none.</summary>
internal static class ToolResult
{
    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = WireContext.MaximumDepth };

    public static CallToolResult Of<T>(T answer)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(answer, WireContext.Indented<T>());
        return new CallToolResult
        {
            Content = [new TextContentBlock { Text = Encoding.UTF8.GetString(json) }],
            StructuredContent = JsonElement.Parse(json, Depth),
            IsError = false,
        };
    }

    /// <param name="tool">The name it was called by.</param>
    public static CallToolResult Failure(string tool, string message) => new()
    {
        Content = [new TextContentBlock { Text = $"Error executing tool {tool}: {message}" }],
        IsError = true,
    };
}
