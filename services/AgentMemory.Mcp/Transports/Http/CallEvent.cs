using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using AgentMemory.Mcp.Tools;

namespace AgentMemory.Mcp.Transports.Http;

/// <summary>
/// The event that answers a call, put together from JSON that is written already: <see cref="ToolAnswer"/> has the large part
/// of it as bytes, and none of it is escaped or parsed twice.
/// </summary>
internal static class CallEvent
{
    /// <summary>What stands around an answer, with the longest id most clients choose.</summary>
    private const int Frame = 512;

    /// <param name="id">Of the request.</param>
    /// <param name="server">Who answers, as JSON, for the revisions that are told so; empty for earlier ones.</param>
    public static void Write(IBufferWriter<byte> output, JsonElement id, ToolAnswer answer, ReadOnlySpan<byte> server)
    {
        // Of the structure and of its text, which is mostly less than twice as long.
        using var bytes = new PooledBytes(Frame + (3 * answer.Structure?.Length ?? 0));
        bytes.Write("event: message\ndata: {\"result\":{\"content\":[{\"type\":\"text\",\"text\":"u8);
        answer.WriteText(bytes);
        bytes.Write("}]"u8);
        if (answer.Structure is { } structure)
        {
            bytes.Write(",\"structuredContent\":"u8);
            bytes.Write(structure.Span);
        }

        bytes.Write(answer.IsError ? ",\"isError\":true"u8 : ",\"isError\":false"u8);
        if (!server.IsEmpty)
        {
            bytes.Write(",\"resultType\":\"complete\",\"_meta\":"u8);
            bytes.Write(server);
        }

        bytes.Write("},\"id\":"u8);
        bytes.Write(JsonMarshal.GetRawUtf8Value(id));
        bytes.Write(",\"jsonrpc\":\"2.0\"}\n\n"u8);
        output.Write(bytes.Written);
    }
}
