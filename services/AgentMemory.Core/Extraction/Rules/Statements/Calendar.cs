using System.Globalization;

namespace AgentMemory.Extraction.Rules.Statements;

/// <summary>Names of days and months, and how days are written in memories.</summary>
internal static class Calendar
{
    private static readonly string[] Weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

    private static readonly string[] Months =
    [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    ];

    private static readonly string[] Numbers =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

    /// <summary>"Friday", "Fri", "Tues"; not "sun" and "sat", which are words of their own.</summary>
    public static DayOfWeek? Weekday(string word) =>
        Array.FindIndex(Weekdays, day => day == word || (word.Length is >= 3 and <= 5 && word is not ("sun" or "sat")
            && day.StartsWith(word, StringComparison.Ordinal)))
            is var index and >= 0 ? (DayOfWeek)index : null;

    /// <summary>1 to 12. "march" and "may" are months with a capital only.</summary>
    public static int? Month(Token token) =>
        token.Lower is "march" or "may" or "mar" && !token.IsCapitalised ? null
        : Array.FindIndex(Months, month => month == token.Lower || (month[..3] == token.Lower) || (token.Lower == "sept"
            && month == "september"))
            is var index and >= 0 ? index + 1 : null;

    public static int? Year(Token token) =>
        token.Text.Length == 4 && int.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var year)
        && year is >= 1900 and <= 2100 ? year : null;

    /// <summary>"3", "3rd", "14th".</summary>
    public static int? DayOfMonth(Token token)
    {
        var digits = token.Lower.TrimEnd('s', 't', 'n', 'd', 'r', 'h');
        return digits.Length is 1 or 2 && token.Lower.Length - digits.Length is 0 or 2
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var day)
                && day is >= 1 and <= 31 ? day : null;
    }

    public static int? Count(string word) =>
        word is "a" or "an" ? 1
        : Array.IndexOf(Numbers, word) is var index and > 0 ? index
        : int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number is > 0 and <= 1000 ? number : null;

    public static string Day(DateOnly date) => date.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    public static string Month(DateOnly date) => date.ToString("MMMM yyyy", CultureInfo.InvariantCulture);

    public static DateOnly MondayOf(DateOnly date) => date.AddDays(-(((int)date.DayOfWeek + 6) % 7));

    /// <summary>The next such weekday after <paramref name="date"/>.</summary>
    public static DateOnly Next(DateOnly date, DayOfWeek day) => date.AddDays((((int)day - (int)date.DayOfWeek + 6) % 7) + 1);

    public static DateOnly Previous(DateOnly date, DayOfWeek day) => Next(date, day).AddDays(Next(date,
        day) == date.AddDays(7) ? -14 : -7);

    /// <summary><see langword="null"/> for a day that does not exist, as 31 February.</summary>
    public static DateOnly? Date(int year, int month, int day) =>
        year is >= 1 and <= 9999 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;
}
