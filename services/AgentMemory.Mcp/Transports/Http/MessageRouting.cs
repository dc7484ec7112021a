using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace AgentMemory.Mcp.Transports.Http;

/// <summary>What of a message also stands in its headers, so that intermediaries can route it without reading it.</summary>
/// <param name="Method"><see langword="null"/> for answers.</param>
/// <param name="Name">The tool or prompt by its name, the resource by its URI; <see langword="null"/> for other methods.</param>
/// <param name="Revision">Of its metadata, from 2026-07-28 on; before, <see langword="null"/>.</param>
/// <param name="HasName">The method demands a name, whether or not it has one.</param>
/// <param name="HasCapabilities">The metadata tells the client's capabilities.</param>
internal sealed record MessageRouting(string? Method, string? Name, string? Revision, bool HasName, bool HasCapabilities)
{
    public static MessageRouting Of(JsonRpcMessage message)
    {
        var (method, parameters) = message switch
        {
            JsonRpcRequest request => (request.Method, request.Params),
            JsonRpcNotification notification => (notification.Method, notification.Params),
            _ => (null, null),
        };
        var nameMember = method switch
        {
            RequestMethods.ToolsCall or RequestMethods.PromptsGet => "name",
            RequestMethods.ResourcesRead => "uri",
            _ => null,
        };
        var metadata = Member(parameters, "_meta");
        return new(
            method,
            nameMember is null ? null : Text(Member(parameters, nameMember)),
            Text(Member(metadata, MetaKeys.ProtocolVersion)),
            nameMember is not null,
            Member(metadata, MetaKeys.ClientCapabilities) is JsonObject);
    }

    private static JsonNode? Member(JsonNode? node, string name) => (node as JsonObject)?[name];

    private static string? Text(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;
}
