using System.Text.Json;

namespace AgentMemory.ModelServers;

public enum ModelProtocol { OpenAI, Anthropic }

/// <summary>A question as it arrived.</summary>
public sealed record ModelRequest
{
    public required ModelProtocol Protocol { get; init; }
    public required string Path { get; init; }
    public required string Model { get; init; }

    /// <summary>The instructions: all system text, joined by line breaks.</summary>
    public required string System { get; init; }

    /// <summary>The data: all text of the user's messages, joined by line breaks.</summary>
    public required string User { get; init; }

    /// <summary>The JSON schema the answer is to follow, if the request has one.</summary>
    public JsonElement? Schema { get; init; }

    /// <summary><c>json_schema</c>, <c>json_object</c>, or <see langword="null"/> for free text.</summary>
    public string? Format { get; init; }

    public double? Temperature { get; init; }

    public int? MaximumTokens { get; init; }

    /// <summary>The name under which the limit came, such as <c>max_completion_tokens</c>.</summary>
    public string? MaximumTokensName { get; init; }

    /// <summary>What the caller showed as its key.</summary>
    public string? Key { get; init; }

    /// <summary>What this server bills, about: a token is four characters.</summary>
    public int InputTokens => (System.Length + User.Length) / 4 + 1;
}
