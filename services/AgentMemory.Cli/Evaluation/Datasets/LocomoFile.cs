using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using AgentMemory.Hosting;

namespace AgentMemory.Cli.Evaluation.Datasets;

/// <summary>Reads conversations in the shape of the LoCoMo data set.</summary>
internal static partial class LocomoFile
{
    private const string TimeFormat = "h:mm tt 'on' d MMMM, yyyy";

    /// <summary>Adversarial questions have no answer: what is found for them says nothing about recall.</summary>
    private const string Answerable = "1-4";

    private static readonly string[] CategoryNames = ["multi-hop", "temporal", "open-domain", "single-hop", "adversarial"];

    /// <exception cref="StartupException">The file has another shape.</exception>
    public static Dataset Read(FileInfo file)
    {
        try
        {
            using var stream = file.OpenRead();
            using var document = JsonDocument.Parse(stream);
            return new([.. document.RootElement.EnumerateArray().Select(Read)], CategorySelection.Parse(Answerable));
        }
        catch (Exception failure)
            when (failure is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new StartupException($"{file.Name} is not in the shape that docs/evaluation.md describes: {failure.Message}");
        }
    }

    private static Conversation Read(JsonElement conversation, int index)
    {
        var name = conversation.TryGetProperty("sample_id", out var id) ? id.GetString()! : $"conversation-{index + 1}";
        var sessions = conversation.GetProperty("conversation");
        return new(
            name,
            [.. sessions.EnumerateObject().Where(member => SessionName().IsMatch(member.Name))
                .SelectMany(session => Turns(session, sessions))],
            [.. conversation.GetProperty("qa").EnumerateArray().Select(Question)]);
    }

    private static IEnumerable<Item> Turns(JsonProperty session, JsonElement sessions)
    {
        var time = DateTimeOffset.ParseExact(
            sessions.GetProperty(session.Name + "_date_time").GetString()!, TimeFormat, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal);
        return session.Value.EnumerateArray().Select(turn => new Item(
            turn.GetProperty("dia_id").GetString()!,
            $"{turn.GetProperty("speaker").GetString()}: {turn.GetProperty("text").GetString()}")
        {
            MemoryType = "message",
            SessionId = session.Name,
            CreatedAt = time,
        });
    }

    private static Question Question(JsonElement question, int index)
    {
        var category = question.GetProperty("category").GetInt32();
        return new(
            index + 1,
            question.GetProperty("question").GetString()!,
            new(category.ToString(CultureInfo.InvariantCulture), CategoryNames.ElementAtOrDefault(category - 1)),
            question.TryGetProperty("evidence", out var evidence)
                ? [.. evidence.EnumerateArray().SelectMany(item => TurnIds(item.GetString()!)).Distinct(StringComparer.Ordinal)]
                : []);
    }

    /// <summary>Some evidence holds several ids, a colon too many or padded numbers: "D8:6; D9:17", "D:11:26", "D30:05".</summary>
    private static IEnumerable<string> TurnIds(string evidence) => TurnId().Matches(evidence).Select(match =>
        $"D{Number(match.Groups[1].Value)}:{Number(match.Groups[2].Value)}");

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^session_\d+$")]
    private static partial Regex SessionName();

    [GeneratedRegex(@"D:?(\d+):(\d+)")]
    private static partial Regex TurnId();
}
