using System.Text.Json;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Wire.Requests;

/// <summary>Reads a MemoryMessage (spec 4.2). The flags the server owns are not read (T68).</summary>
public static class MessageReader
{
    public static MemoryMessage Read(WireObject message) => new()
    {
        Role = message.RequiredText("role"),
        Content = message.RequiredText("content"),
        Id = message.Id("id") ?? Ulid.New(),
        CreatedAt = CreatedAt(message),
        Metadata = Metadata(message),
    };

    /// <summary>
    /// A list of messages in which every id is there once: a repetition is dropped, an id for two contents refused.
    /// </summary>
    public static IReadOnlyList<MemoryMessage> ReadList(WireObject body, string name)
    {
        var messages = body.Objects(name, Read) ?? [];
        if (messages.Count < 2)
            return messages;
        var byId = new Dictionary<string, MemoryMessage>(messages.Count, StringComparer.Ordinal);
        foreach (var message in messages)
        {
            if (byId.TryAdd(message.Id, message) || byId[message.Id] is var first && first.Role == message.Role && first.Content == message.Content)
                continue;
            body.Reading.Enter(name);
            body.Reading.Refuse("two messages have this id and different content", Reading.AsJson(message.Id));
            body.Reading.Leave();
        }

        return byId.Count == messages.Count ? messages : [.. messages.DistinctBy(message => message.Id)];
    }

    /// <summary>Free JSON, but for <c>source</c>: a misspelt one would have text extracted that must not be.</summary>
    private static JsonElement? Metadata(WireObject message)
    {
        var metadata = message.FreeObject("metadata");
        if (metadata is { } sent && sent.TryGetProperty("source", out var source) && source.ValueKind != JsonValueKind.Null)
        {
            message.Reading.Enter("metadata");
            message.Reading.Enter("source");
            LaxValue.Choice(source, Vocabularies.MessageSources, message.Reading);
            message.Reading.Leave();
            message.Reading.Leave();
        }

        return metadata;
    }

    private static DateTimeOffset CreatedAt(WireObject message)
    {
        var reading = message.Reading;
        if (!message.TryGet("created_at", out var sent))
        {
            reading.SawUndatedMessage = true;
            if (reading.Options.RequireMessageTimestamps)
            {
                reading.Enter("created_at");
                reading.Refuse("created_at is required (REQUIRE_MESSAGE_TIMESTAMPS is on)", message.Element);
                reading.Leave();
            }

            return reading.Now;
        }

        var at = message.Time("created_at") ?? reading.Now;
        var limit = reading.Options.MaximumFutureTimestampSeconds;
        if (at > reading.Now.AddSeconds(limit))
        {
            reading.Enter("created_at");
            reading.Refuse($"created_at cannot be more than {limit} seconds in the future", sent);
            reading.Leave();
        }

        return at;
    }
}
