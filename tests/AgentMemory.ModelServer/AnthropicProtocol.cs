using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace AgentMemory.ModelServers;

/// <summary><c>POST /v1/messages</c>.</summary>
internal static class AnthropicProtocol
{
    public static ModelRequest Read(HttpRequest http, JsonNode body)
    {
        var format = body["output_config"]?["format"];
        return new()
        {
            Protocol = ModelProtocol.Anthropic,
            Path = http.Path,
            Model = (string)body["model"]!,
            System = Text(body["system"]),
            User = string.Join('\n', body["messages"]!.AsArray()
                .Where(message => (string?)message!["role"] == "user").Select(message => Text(message!["content"]))),
            Format = (string?)format?["type"],
            Schema = format?["schema"].Deserialize<JsonElement>(),
            Temperature = (double?)body["temperature"],
            MaximumTokens = (int?)body["max_tokens"],
            MaximumTokensName = "max_tokens",
            Key = http.Headers.TryGetValue("X-Api-Key", out var key) ? key.ToString() : OpenAIProtocol.Bearer(http),
        };
    }

    /// <param name="outputTokens"><see langword="null"/> bills nothing: this protocol has no answer without usage.</param>
    public static JsonNode Answer(ModelRequest request, string text, string finishReason, int? outputTokens) => new JsonObject
    {
        ["id"] = "msg_test",
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = request.Model,
        ["content"] = text.Length == 0
            ? new JsonArray()
            : new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text, ["citations"] = null }),
        ["stop_reason"] = finishReason switch
        {
            "length" => "max_tokens",
            "content_filter" => "refusal",
            _ => "end_turn",
        },
        ["stop_sequence"] = null,
        ["usage"] = new JsonObject
        {
            ["input_tokens"] = outputTokens is null ? 0 : request.InputTokens,
            ["output_tokens"] = outputTokens ?? 0,
        },
    };

    private static string Text(JsonNode? content) => content is JsonArray parts
        ? string.Join('\n', parts.Select(part => (string?)part!["text"]))
        : (string?)content ?? "";
}
