using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using AgentMemory.Hosting;

namespace AgentMemory.Cli.Evaluation;

/// <summary>Reads conversations in the shape of the LoCoMo data set.</summary>
internal static partial class ConversationFile
{
    private const string TimeFormat = "h:mm tt 'on' d MMMM, yyyy";

    /// <exception cref="StartupException">The file cannot be read, or has another shape.</exception>
    public static IReadOnlyList<Conversation> Read(FileInfo file)
    {
        try
        {
            using var stream = file.OpenRead();
            using var document = JsonDocument.Parse(stream);
            return [.. document.RootElement.EnumerateArray().Select(Read)];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{file.Name} cannot be read: {failure.Message}");
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
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

    private static IEnumerable<Turn> Turns(JsonProperty session, JsonElement sessions)
    {
        var time = DateTimeOffset.ParseExact(
            sessions.GetProperty(session.Name + "_date_time").GetString()!, TimeFormat, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal);
        return session.Value.EnumerateArray().Select(turn => new Turn(
            turn.GetProperty("dia_id").GetString()!,
            $"{turn.GetProperty("speaker").GetString()}: {turn.GetProperty("text").GetString()}",
            session.Name,
            time));
    }

    private static Question Question(JsonElement question) => new(
        question.GetProperty("question").GetString()!,
        question.GetProperty("category").GetInt32(),
        question.TryGetProperty("evidence", out var evidence)
            ? [.. evidence.EnumerateArray().SelectMany(item => TurnIds(item.GetString()!)).Distinct(StringComparer.Ordinal)]
            : []);

    /// <summary>Some evidence holds several ids, a colon too many or padded numbers: "D8:6; D9:17", "D:11:26", "D30:05".</summary>
    private static IEnumerable<string> TurnIds(string evidence) => TurnId().Matches(evidence).Select(match =>
        $"D{Number(match.Groups[1].Value)}:{Number(match.Groups[2].Value)}");

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^session_\d+$")]
    private static partial Regex SessionName();

    [GeneratedRegex(@"D:?(\d+):(\d+)")]
    private static partial Regex TurnId();
}
