using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentMemory.Mcp.Failures;

/// <summary>
/// Says what is wrong with a request that holds half a character (see <see cref="LoneSurrogate"/>): no handler ever sees it,
/// because the protocol's own reading fails.
/// </summary>
internal static class UnreadableText
{
    /// <summary>Costs nothing where nothing fails.</summary>
    public static McpMessageFilter Filter { get; } = next => async (context, cancellationToken) =>
    {
        try
        {
            await next(context, cancellationToken);
        }
        catch (Exception failure) when (
            failure is not McpException && context.JsonRpcMessage is JsonRpcRequest { Params: { } sent } && IsIn(sent))
        {
            throw new McpProtocolException(
                "params: the escape of half a character (a lone surrogate) is no text", McpErrorCode.InvalidParams);
        }
    };

    private static bool IsIn(JsonNode? node) => node switch
    {
        JsonObject members => members.Any(member => IsIn(member.Value)),
        JsonArray items => items.Any(IsIn),
        JsonValue value when value.TryGetValue<JsonElement>(out var element) =>
            LoneSurrogate.Find(JsonMarshal.GetRawUtf8Value(element)) >= 0,
        _ => false,
    };
}
