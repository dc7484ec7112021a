using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AgentMemory.ModelServers;

/// <summary>Answers to questions for memories (<c>[m1] 2026-05-01 12:00 UTC (Friday) user: …</c>).</summary>
public static partial class ExtractionAnswers
{
    private static long _facts;

    /// <summary>
    /// One memory per message, which quotes all of it and is worded like no other ever was: a message that is extracted
    /// twice leaves two memories.
    /// </summary>
    public static string OneFactPerMessage(ModelRequest request) => JsonSerializer.Serialize(new
    {
        memories = Message().Matches(request.User).Select(message => new
        {
            type = "semantic",
            text = string.Create(
                CultureInfo.InvariantCulture, $"User said {message.Groups["text"].Value.Trim()} ({Interlocked.Increment(ref _facts)})"),
            topics = Array.Empty<string>(),
            entities = Array.Empty<string>(),
            event_date = (string?)null,
            sources = new[] { message.Groups["label"].Value },
            quote = message.Groups["text"].Value.Trim(),
        }),
    });

    [GeneratedRegex(@"^\[(?<label>m\d+)\] \S+ \S+ UTC \(\w+\) \w+: (?<text>.*)$", RegexOptions.Multiline)]
    private static partial Regex Message();
}
