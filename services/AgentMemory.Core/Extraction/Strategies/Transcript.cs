using System.Globalization;
using System.Text;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Extraction.Strategies;

/// <summary>
/// A request as models read it: the summary and the earlier messages, marked as context, then the messages, each with a
/// short label (m1, m2, …), its own time in UTC and its speaker. A message can fake neither a line nor the end of a part:
/// its further lines are indented, and our tags are broken up in its text.
/// </summary>
internal sealed class Transcript
{
    private const string Continuation = "\n    | ";

    private static readonly string[] Parts = ["summary", "earlier", "messages"];

    private readonly Dictionary<string, string> _ids = new(StringComparer.OrdinalIgnoreCase);

    public Transcript(ExtractionRequest request)
    {
        var text = new StringBuilder();
        if (!string.IsNullOrWhiteSpace(request.Summary))
        {
            Open(text, "summary", note: true);
            text.Append(Quoted(request.Summary)).Append('\n');
            Close(text, "summary");
        }

        var earlier = request.Earlier.Where(Extractable.Is).ToArray();
        if (earlier.Length > 0)
        {
            Open(text, "earlier", note: true);
            foreach (var message in earlier)
                Line(text, "-", message);
            Close(text, "earlier");
        }

        Open(text, "messages", note: false);
        foreach (var message in request.Messages)
        {
            var label = string.Create(CultureInfo.InvariantCulture, $"m{_ids.Count + 1}");
            _ids[label] = message.Id;
            Line(text, $"[{label}]", message);
        }

        Close(text, "messages");
        Text = text.ToString();
    }

    public string Text { get; }

    /// <summary>The id of a labelled message; <see langword="null"/> for what is no label of this transcript.</summary>
    public string? IdOf(string label) => _ids.GetValueOrDefault(label.Trim('[', ']', ' '));

    /// <summary>The time as prompts give it: weekday, month, day, year and time.</summary>
    public static string Moment(DateTimeOffset time) =>
        time.UtcDateTime.ToString("dddd, MMMM d, yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>The user and the assistant under one name each, whatever the framework calls them; any other role is a
    /// participant's name.</summary>
    public static string Speaker(MemoryMessage message) => MessageSources.Of(message) switch
    {
        MessageSource.Assistant when IsAssistant(message.Role) => "assistant",
        MessageSource.User when message.Role.Equals("human", StringComparison.OrdinalIgnoreCase) => "user",
        _ => string.Join(' ', message.Role.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
    };

    private static bool IsAssistant(string role) => role.ToLowerInvariant() is "assistant" or "ai" or "bot" or "model";

    private static void Line(StringBuilder text, string label, MemoryMessage message) => text
        .Append(label).Append(' ')
        .Append(message.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC' (dddd)", CultureInfo.InvariantCulture))
        .Append(' ').Append(Quoted(Speaker(message))).Append(": ").Append(Quoted(message.Content)).Append('\n');

    private static void Open(StringBuilder text, string part, bool note) =>
        text.Append('<').Append(part).Append(note ? " note=\"already processed, do not extract\">\n" : ">\n");

    private static void Close(StringBuilder text, string part) => text.Append("</").Append(part).Append(">\n");

    private static string Quoted(string content)
    {
        var quoted = content.Trim().ReplaceLineEndings(Continuation);
        if (quoted.Contains('<', StringComparison.Ordinal))
        {
            foreach (var part in Parts)
            {
                quoted = quoted
                    .Replace($"</{part}", $"<\\/{part}", StringComparison.OrdinalIgnoreCase)
                    .Replace($"<{part}", $"<\\{part}", StringComparison.OrdinalIgnoreCase);
            }
        }

        return quoted;
    }
}
