using System.Globalization;
using System.Text.Json;

namespace AgentMemory.Benchmarks.Background;

/// <summary>Small talk between a user and an assistant, of usual length: no two sessions say the same.</summary>
internal static class Chats
{
    private static readonly string[] Turns =
    [
        "I am planning a week in Bergen with my sister in June, and we would rather take the train than fly.",
        "That sounds lovely. The line over the mountains is one of the most scenic in Europe; shall I look up departures for you?",
        "Yes please, but nothing before nine in the morning. I am really not a morning person, and my sister even less.",
        "Noted, nothing before nine. There is a departure at 11:59 that arrives in the early evening, with a dining car on board.",
        "Perfect. Could you also find a quiet hotel near the harbour? Last time we stayed above a bar and did not sleep at all.",
        "There are two small hotels on the quieter side of the harbour. Both have rooms facing the courtyard; one includes breakfast.",
        "Breakfast would be good, although I do not eat anything with nuts, I am allergic to them since I was a child.",
        "I will make sure that they know of your allergy. Would you like one room with two beds, or two separate rooms?",
    ];

    /// <param name="count">Two are a turn: what the user says, and the answer.</param>
    /// <param name="first">Number of the first message in its session.</param>
    public static string Append(int session, int first, int count) => JsonSerializer.Serialize(new
    {
        user_id = string.Create(CultureInfo.InvariantCulture, $"u{session}"),
        messages = Enumerable.Range(first, count).Select(number => new
        {
            id = string.Create(CultureInfo.InvariantCulture, $"c{session}-{number}"),
            role = number % 2 == 0 ? "user" : "assistant",
            content = string.Create(CultureInfo.InvariantCulture, $"{Turns[number % Turns.Length]} (c{session}x{number})"),
            created_at = new DateTime(2026, 5, 1, 9, 0, 0, DateTimeKind.Utc).AddMinutes(number),
        }),
    });
}
