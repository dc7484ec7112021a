using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentMemory.Mcp.Transports.Http;
using ModelContextProtocol.Protocol;

namespace AgentMemory.Mcp.Transports.Remote;

/// <summary>The streamable HTTP endpoint of a server elsewhere.</summary>
internal sealed class RemoteServer(HttpClient http, Uri endpoint)
{
    /// <summary>What <c>initialize</c> agreed on; revisions without it say theirs in every message.</summary>
    private volatile string? _agreedRevision;

    /// <summary>Posts one message and hands on what the server answers, message by message, until it has answered.</summary>
    /// <param name="answer">Gets each message as JSON on one line.</param>
    /// <returns>What is wrong and what to do about it, when the message had no effect or no answer.</returns>
    public async Task<string?> PostAsync(
        JsonRpcMessage message, byte[] utf8, Func<ReadOnlyMemory<byte>, Task> answer, CancellationToken cancellationToken)
    {
        try
        {
            using var request = Describe(message, utf8);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var isAnswered = false;
            await foreach (var json in MessagesAsync(response, cancellationToken))
            {
                var (text, isFinal) = Adopt(message, json);
                isAnswered |= isFinal;
                await answer(text);
            }

            if (isAnswered || (message is not JsonRpcRequest && response.IsSuccessStatusCode))
                return null;
            return response.IsSuccessStatusCode ? $"{endpoint.Authority} broke off its answer: try again" : Explain(response.StatusCode);
        }
        catch (HttpRequestException failure)
        {
            return $"{endpoint.Authority} cannot be reached ({failure.HttpRequestError}): start the server, or correct its URL";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"{endpoint.Authority} does not answer to connecting: start the server, or correct its URL";
        }
        catch (IOException)
        {
            return $"{endpoint.Authority} broke off its answer: try again";
        }
    }

    private HttpRequestMessage Describe(JsonRpcMessage message, byte[] utf8)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new ByteArrayContent(utf8) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        var routing = MessageRouting.Of(message);
        if ((routing.Revision ?? _agreedRevision) is { } revision && routing.Method != RequestMethods.Initialize)
            request.Headers.TryAddWithoutValidation(McpHeaders.ProtocolVersion, revision);
        if (routing.Method is not null)
            request.Headers.TryAddWithoutValidation(McpHeaders.Method, routing.Method);
        if (routing.Name is not null)
            request.Headers.TryAddWithoutValidation(McpHeaders.Name, McpHeaderEncoder.EncodeValue(routing.Name));
        return request;
    }

    private static async IAsyncEnumerable<JsonObject> MessagesAsync(
        HttpResponseMessage response, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        switch (response.Content.Headers.ContentType?.MediaType)
        {
            case "text/event-stream":
                await foreach (var item in SseParser.Create(body).EnumerateAsync(cancellationToken))
                {
                    if (Parse(item.Data) is { } message)
                        yield return message;
                }

                break;
            case "application/json":
                using (var reader = new StreamReader(body, Encoding.UTF8))
                {
                    if (Parse(await reader.ReadToEndAsync(cancellationToken)) is { } message && message.ContainsKey("jsonrpc"))
                        yield return message;
                }

                break;
        }
    }

    private static JsonObject? Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>An error of the server that could not tell the request's id gets it back here: its sender waits for it.</summary>
    private (byte[] Utf8, bool IsFinal) Adopt(JsonRpcMessage message, JsonObject json)
    {
        var isFinal = json.ContainsKey("result") || json.ContainsKey("error");
        if (isFinal && message is JsonRpcRequest { Id.Id: { } id } request)
        {
            if (json["id"] is null)
                json["id"] = id is long number ? number : id.ToString();
            if (request.Method == RequestMethods.Initialize && json["result"]?["protocolVersion"] is JsonValue revision)
                _agreedRevision = revision.ToString();
        }

        return (JsonSerializer.SerializeToUtf8Bytes(json), isFinal);
    }

    private string Explain(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized =>
            $"{endpoint.Authority} demands a valid token (401): make one there with `agent-memory token add` and give it to this command",
        HttpStatusCode.Forbidden => $"{endpoint.Authority} refuses this (403): the token does not reach it, or MCP_ALLOWED_HOSTS lacks this name",
        HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed =>
            $"{endpoint.Authority} has no MCP at {endpoint.AbsolutePath} ({(int)status}): give the address of its MCP_PORT, 9000 by default",
        >= HttpStatusCode.InternalServerError => $"{endpoint.Authority} cannot answer now ({(int)status}): try again; its log has the reason",
        _ => $"{endpoint.Authority} answered {(int)status} to {endpoint.AbsolutePath}: give the address of an MCP server",
    };
}
