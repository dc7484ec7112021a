using System.Text.Json;
using AgentMemory.Mcp.Tools;
using ModelContextProtocol.Protocol;

namespace AgentMemory.Mcp.Transports.Http;

/// <summary>A tool call with nothing in it that only a server knows, read in the bytes of its message.</summary>
/// <param name="Request">Without its parameters.</param>
/// <param name="Id">As it was sent.</param>
internal sealed record PlainCall(JsonRpcRequest Request, JsonElement Id, string Tool, SentArguments Arguments, MessageRouting Routing)
{
    private const string Reserved = "io.modelcontextprotocol/";

    /// <param name="hasNoHandshake">What the revision in the request's header says.</param>
    /// <returns><see langword="null"/> for every other message, and for one that is no message.</returns>
    public static PlainCall? Read(JsonElement message, bool hasNoHandshake)
    {
        if (message.ValueKind != JsonValueKind.Object)
            return null;
        JsonElement id = default, parameters = default;
        bool isVersioned = false, isToolCall = false;
        foreach (var member in message.EnumerateObject())
        {
            switch (member.Name)
            {
                case "jsonrpc":
                    isVersioned = IsText(member.Value) && member.Value.ValueEquals("2.0"u8);
                    break;
                case "id":
                    id = member.Value;
                    break;
                case "method":
                    isToolCall = IsText(member.Value) && member.Value.ValueEquals(RequestMethods.ToolsCall);
                    break;
                case "params":
                    parameters = member.Value;
                    break;
                default:
                    return null;
            }
        }

        return isVersioned && isToolCall && IdOf(id) is { } request && parameters.ValueKind == JsonValueKind.Object
            ? ReadParameters(new() { Id = request, Method = RequestMethods.ToolsCall }, id, parameters, hasNoHandshake)
            : null;
    }

    private static PlainCall? ReadParameters(JsonRpcRequest request, JsonElement id, JsonElement parameters, bool hasNoHandshake)
    {
        string? tool = null;
        var arguments = SentArguments.None;
        var routing = new MessageRouting(request.Method, null, null, HasName: true, HasCapabilities: false);
        foreach (var member in parameters.EnumerateObject())
        {
            switch (member.Name)
            {
                case "name" when IsText(member.Value):
                    tool = member.Value.GetString();
                    break;
                case "arguments" when member.Value.ValueKind == JsonValueKind.Object:
                    arguments = SentArguments.Of(member.Value);
                    break;
                case "_meta" when member.Value.ValueKind == JsonValueKind.Object:
                    if (!IsPlain(member.Value, hasNoHandshake, ref routing))
                        return null;
                    break;
                case "arguments" or "_meta" when member.Value.ValueKind == JsonValueKind.Null:
                    break;
                default:
                    return null;
            }
        }

        return string.IsNullOrEmpty(tool) ? null : new(request, id, tool, arguments, routing with { Name = tool });
    }

    /// <summary>Metadata that asks for nothing; <see cref="HeaderCheck"/> judges the revision and the capabilities.</summary>
    private static bool IsPlain(JsonElement metadata, bool hasNoHandshake, ref MessageRouting routing)
    {
        foreach (var member in metadata.EnumerateObject())
        {
            switch (member.Name)
            {
                case MetaKeys.ProtocolVersion when hasNoHandshake && IsText(member.Value):
                    routing = routing with { Revision = member.Value.GetString() };
                    break;
                case MetaKeys.ClientCapabilities when hasNoHandshake && member.Value.ValueKind == JsonValueKind.Object:
                    routing = routing with { HasCapabilities = true };
                    break;
                case MetaKeys.ClientInfo when hasNoHandshake && IsClient(member.Value):
                    break;
                case var name when name.StartsWith(Reserved, StringComparison.Ordinal):
                    return false;
            }
        }

        return true;
    }

    private static bool IsClient(JsonElement info) =>
        info.ValueKind == JsonValueKind.Object
        && info.TryGetProperty("name"u8, out var name) && IsText(name)
        && info.TryGetProperty("version"u8, out var version) && IsText(version);

    private static RequestId? IdOf(JsonElement id) => id.ValueKind switch
    {
        JsonValueKind.String => new(id.GetString()!),
        JsonValueKind.Number when id.TryGetInt64(out var number) => new(number),
        _ => null,
    };

    private static bool IsText(JsonElement value) => value.ValueKind == JsonValueKind.String;
}
