using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentMemory.Mcp.Tests.Transports.Support;

/// <summary>What a POST was answered with.</summary>
/// <param name="Message">The last message: the first event's data, or the body.</param>
internal sealed record Posted(HttpStatusCode Status, HttpResponseHeaders Headers, string? MediaType, string Text, JsonElement Message)
{
    public JsonElement Result => Message.TryGetProperty("result", out var result) ? result : throw new InvalidOperationException(Text);

    public int ErrorCode => Message.GetProperty("error").GetProperty("code").GetInt32();

    public string ErrorMessage => Message.GetProperty("error").GetProperty("message").GetString()!;
}

/// <summary>Messages over HTTP as bytes, also such as no client sends.</summary>
internal static class Posting
{
    public const string Newest = "2026-07-28";

    public static Task<Posted> PostAsync(
        this McpSite site, string path, string json, params (string Name, string Value)[] headers) =>
        site.PostAsync(path, Encoding.UTF8.GetBytes(json), "application/json", headers);

    public static async Task<Posted> PostAsync(
        this McpSite site, string path, byte[] body, string? contentType, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, site.At(path)) { Content = new ByteArrayContent(body) };
        if (contentType is not null)
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (!headers.Any(header => header.Name == "Accept"))
            request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await site.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var mediaType = response.Content.Headers.ContentType?.MediaType;
        var message = mediaType == "text/event-stream" ? Events(text).Last().Data : text;
        return new(response.StatusCode, response.Headers, mediaType, text, message.StartsWith('{') ? JsonElement.Parse(message) : default);
    }

    /// <summary>A request of revision 2026-07-28 with the headers that belong to it.</summary>
    /// <param name="parameters">A JSON object; its metadata is added.</param>
    public static Task<Posted> CallNewestAsync(
        this McpSite site, string path, string method, string parameters = "{}", params (string Name, string Value)[] headers)
    {
        var name = JsonElement.Parse(parameters).TryGetProperty("name", out var named) ? named.GetString() : null;
        return site.PostAsync(path, NewestRequest(method, parameters),
        [
            ("MCP-Protocol-Version", Newest),
            ("Mcp-Method", method),
            .. name is null ? Array.Empty<(string, string)>() : [("Mcp-Name", name)],
            .. headers,
        ]);
    }

    public static string NewestRequest(string method, string parameters = "{}", string meta = Meta)
    {
        var request = (JsonObject)JsonNode.Parse(parameters)!;
        request["_meta"] = JsonNode.Parse(meta);
        return new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = method, ["params"] = request }.ToJsonString();
    }

    public const string Meta =
        """{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}""";

    public static string Initialize(string revision, int id = 1) =>
        $$$"""{"jsonrpc":"2.0","id":{{{id}}},"method":"initialize","params":{"protocolVersion":"{{{revision}}}","capabilities":{},"clientInfo":{"name":"test","version":"1"} } }""";

    /// <param name="arguments">A JSON object.</param>
    public static string ToolCall(int id, string tool, string arguments) =>
        $$$"""{"jsonrpc":"2.0","id":{{{id}}},"method":"tools/call","params":{"name":"{{{tool}}}","arguments":{{{arguments}}} } }""";

    private static List<SseItem<string>> Events(string text) =>
        [.. SseParser.Create(new MemoryStream(Encoding.UTF8.GetBytes(text))).Enumerate()];
}
