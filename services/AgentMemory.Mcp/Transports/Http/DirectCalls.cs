using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using AgentMemory.Mcp.Callers;
using AgentMemory.Mcp.Tools;
using AgentMemory.Mcp.Transports.Framing;
using AgentMemory.Wire.Answers;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol.Protocol;

namespace AgentMemory.Mcp.Transports.Http;

/// <summary>
/// The short way of the most frequent request. A server made for one call hands it from thread to thread, which costs more
/// than most searches do. What is plain is called here and written as that server writes it (a test compares the two); all
/// else, what is wrong included, takes the long way.
/// </summary>
internal sealed class DirectCalls(IMcpProtocol protocol)
{
    private const string Reserved = "io.modelcontextprotocol/";

    private static readonly JsonWriterOptions Compact = new() { Encoder = WireContext.Encoder };
    private static readonly JsonTypeInfo<CallToolRequestParams> Call = JsonRpc.Shape<CallToolRequestParams>();
    private static readonly JsonTypeInfo<Implementation> Server = JsonRpc.Shape<Implementation>();
    private static readonly JsonTypeInfo<RequestId> Id = JsonRpc.Shape<RequestId>();

    private readonly IDirectTools? _tools = protocol as IDirectTools;

    /// <param name="revision">Of the request's header; empty where there is none.</param>
    /// <returns>False when the request is for a server; nothing was sent then.</returns>
    public async ValueTask<bool> TryAnswerAsync(HttpContext http, McpCaller caller, JsonRpcMessage message, string revision)
    {
        if (_tools is null || message is not JsonRpcRequest { Method: RequestMethods.ToolsCall } request
            || PlainCall(request, ProtocolRevisions.HasNoHandshake(revision)) is not { } call || !_tools.HasTool(call.Name))
            return false;
        var answer = await _tools.CallAsync(caller, call, http.RequestAborted);
        http.BeginEvents();
        Write(http.Response.BodyWriter, request.Id, answer, ProtocolRevisions.HasNoHandshake(revision) ? _tools.ServerInfo : null);
        return true;
    }

    /// <returns><see langword="null"/> for a call with anything in it that only a server knows, or that is no call.</returns>
    private static CallToolRequestParams? PlainCall(JsonRpcRequest request, bool hasNoHandshake)
    {
        if (request.Params is not JsonObject parameters
            || parameters.Any(parameter => parameter.Key is not ("name" or "arguments" or "_meta"))
            || (parameters["_meta"] is { } meta && !IsPlain(meta, hasNoHandshake)))
            return null;
        try
        {
            return parameters.Deserialize(Call);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Metadata that asks for nothing; <see cref="HeaderCheck"/> has seen the revision and the capabilities.</summary>
    private static bool IsPlain(JsonNode metadata, bool hasNoHandshake) =>
        metadata is JsonObject members && members.All(member =>
            !member.Key.StartsWith(Reserved, StringComparison.Ordinal)
            || (hasNoHandshake && (member.Key is MetaKeys.ProtocolVersion or MetaKeys.ClientCapabilities
                || (member.Key is MetaKeys.ClientInfo && IsClient(member.Value)))));

    private static bool IsClient(JsonNode? info) =>
        info is JsonObject client && IsText(client["name"]) && IsText(client["version"]);

    private static bool IsText(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String;

    /// <summary>One event. It is sent when the request ends, in one piece.</summary>
    /// <param name="server">Who answers, for the revisions that are told so; <see langword="null"/> for earlier ones.</param>
    private static void Write(IBufferWriter<byte> output, RequestId id, ToolAnswer answer, Implementation? server)
    {
        output.Write("event: message\ndata: "u8);
        using (var json = new Utf8JsonWriter(output, Compact))
        {
            json.WriteStartObject();
            json.WriteStartObject("result"u8);
            WriteResult(json, answer);
            if (server is not null)
            {
                json.WriteString("resultType"u8, "complete"u8);
                json.WriteStartObject("_meta"u8);
                json.WritePropertyName(MetaKeys.ServerInfo);
                JsonSerializer.Serialize(json, server, Server);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WritePropertyName("id"u8);
            JsonSerializer.Serialize(json, id, Id);
            json.WriteString("jsonrpc"u8, "2.0"u8);
            json.WriteEndObject();
        }

        output.Write("\n\n"u8);
    }

    private static void WriteResult(Utf8JsonWriter json, ToolAnswer answer)
    {
        json.WriteStartArray("content"u8);
        json.WriteStartObject();
        json.WriteString("type"u8, "text"u8);
        json.WriteString("text"u8, answer.Text.Span);
        json.WriteEndObject();
        json.WriteEndArray();
        if (answer.Structure is { } structure)
        {
            json.WritePropertyName("structuredContent"u8);
            json.WriteRawValue(structure.Span, skipInputValidation: true);
        }

        json.WriteBoolean("isError"u8, answer.IsError);
    }
}
