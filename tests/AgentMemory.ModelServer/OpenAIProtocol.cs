using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace AgentMemory.ModelServers;

/// <summary><c>POST /v1/chat/completions</c>.</summary>
internal static class OpenAIProtocol
{
    public static ModelRequest Read(HttpRequest http, JsonNode body)
    {
        var messages = body["messages"]!.AsArray();
        var format = body["response_format"];
        var limit = body["max_completion_tokens"] is not null ? "max_completion_tokens" : "max_tokens";
        return new()
        {
            Protocol = ModelProtocol.OpenAI,
            Path = http.Path,
            Model = (string)body["model"]!,
            System = Text(messages, role => role is "system" or "developer"),
            User = Text(messages, role => role == "user"),
            Format = (string?)format?["type"],
            Schema = format?["json_schema"]?["schema"].Deserialize<JsonElement>(),
            Temperature = (double?)body["temperature"],
            MaximumTokens = (int?)body[limit],
            MaximumTokensName = body[limit] is null ? null : limit,
            Key = Bearer(http),
        };
    }

    /// <param name="outputTokens"><see langword="null"/> leaves the usage out.</param>
    public static JsonNode Answer(ModelRequest request, string text, string finishReason, int? outputTokens)
    {
        var answer = new JsonObject
        {
            ["id"] = "chatcmpl-test",
            ["object"] = "chat.completion",
            ["created"] = 1_700_000_000,
            ["model"] = request.Model,
            ["choices"] = new JsonArray(new JsonObject
            {
                ["index"] = 0,
                ["finish_reason"] = finishReason,
                ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = text },
            }),
        };
        if (outputTokens is { } count)
        {
            answer["usage"] = new JsonObject
            {
                ["prompt_tokens"] = request.InputTokens,
                ["completion_tokens"] = count,
                ["total_tokens"] = request.InputTokens + count,
            };
        }
        return answer;
    }

    public static string? Bearer(HttpRequest http) =>
        http.Headers.Authorization.ToString() is { Length: > 7 } bearer ? bearer["Bearer ".Length..] : null;

    private static string Text(JsonArray messages, Func<string, bool> roles) =>
        string.Join('\n', messages.Where(message => roles((string)message!["role"]!)).Select(message => Text(message!["content"])));

    /// <summary>Content is a string, or parts of which those of type text have one.</summary>
    private static string Text(JsonNode? content) => content is JsonArray parts
        ? string.Concat(parts.Select(part => (string?)part!["text"]))
        : (string?)content ?? "";
}
