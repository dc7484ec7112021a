using System.Globalization;
using System.Text.Json;

namespace AgentMemory.Benchmarks.Load;

/// <summary>The writes of an agent: a session of 20 messages, one message more, one memory.</summary>
internal static class Sessions
{
    public const string Path = "/v1/working-memory/benchmark";

    private const int Messages = 20;
    private const string Content = "Let us take the train";

    public static RequestTemplate Append { get; } = RequestTemplate.Of(
        "POST", $"/v1/working-memory/append-{RequestTemplate.Shared}/messages",
        JsonSerializer.Serialize(new { messages = new[] { Message(0) } }));

    public static RequestTemplate Create { get; } = RequestTemplate.Of(
        "POST", "/v1/long-term-memory/",
        JsonSerializer.Serialize(new
        {
            memories = new[]
            {
                new
                {
                    id = $"created-{RequestTemplate.Unique}",
                    text = $"User booked seat {RequestTemplate.Unique} to Bergen",
                    user_id = "writer",
                },
            },
        }));

    /// <summary>About 3.9 KB when it is read.</summary>
    public static string Body() => JsonSerializer.Serialize(new { messages = Enumerable.Range(0, Messages).Select(Message) });

    private static object Message(int number) => new
    {
        role = number % 2 == 0 ? "user" : "assistant",
        content = Content,
        created_at = string.Create(CultureInfo.InvariantCulture, $"2026-01-31T10:00:{number:00}Z"),
    };
}
