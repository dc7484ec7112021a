using System.Text.Json;

namespace AgentMemory.Mcp.Tools;

/// <summary>The arguments of a call as they came: one object of a message, or each by itself, as the SDK reads them.</summary>
public readonly struct SentArguments
{
    private readonly IDictionary<string, JsonElement>? _byName;

    private SentArguments(JsonElement? sent, IDictionary<string, JsonElement>? byName) => (Object, _byName) = (sent, byName);

    /// <summary>Of a message without any.</summary>
    public static SentArguments None => default;

    /// <summary>Lives as long as its document; <see langword="null"/> when they did not come as one object.</summary>
    internal JsonElement? Object { get; }

    /// <param name="sent">An object without duplicate names, of a document that lives until the call is answered.</param>
    public static SentArguments Of(JsonElement sent) => new(sent, null);

    public static SentArguments Of(IDictionary<string, JsonElement>? sent) => new(null, sent);

    public bool TryGet(string name, out JsonElement value)
    {
        if (Object is { } sent)
            return sent.TryGetProperty(name, out value);
        value = default;
        return _byName?.TryGetValue(name, out value) == true;
    }

    /// <summary>Another dictionary each time.</summary>
    internal Dictionary<string, JsonElement>? ToDictionary() =>
        Object is { } sent ? sent.EnumerateObject().ToDictionary(argument => argument.Name, argument => argument.Value)
        : _byName is not null ? new(_byName)
        : null;
}
