using System.Text.Json;
using ModelContextProtocol.Protocol;

namespace AgentMemory.Mcp.Tests.Support;

/// <summary>What a call of a tool was answered with.</summary>
public sealed class ToolAnswer(CallToolResult result)
{
    public bool IsError => result.IsError == true;

    /// <summary>The one text in it.</summary>
    public string Text => Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;

    /// <summary>The answer as structure; fails when the call did.</summary>
    public JsonElement Structured
    {
        get
        {
            Assert.False(IsError, Text);
            return Assert.NotNull(result.StructuredContent);
        }
    }

    /// <summary>Why the call failed, without the words every failure begins with.</summary>
    public string Failure(string tool)
    {
        Assert.True(IsError, Text);
        Assert.Null(result.StructuredContent);
        var opening = $"Error executing tool {tool}: ";
        Assert.StartsWith(opening, Text, StringComparison.Ordinal);
        return Text[opening.Length..];
    }
}
