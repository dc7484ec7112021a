namespace AgentMemory.Extraction.Rules.Statements;

internal sealed partial class TimePhrases
{
    /// <summary>"Three years ago", "a couple of days ago".</summary>
    private TimePhrase? Ago(int start)
    {
        var i = Word(start) is "about" or "around" or "over" or "almost" or "roughly" ? start + 1 : start;
        var isRough = i > start;
        // "A few weeks ago" names no day, but one it was before.
        var few = Word(start) == "a" ? start + 1 : start;
        if (Word(few) is "few" or "several" && Word(few + 2) is "ago" or "back" && Unit(Word(few + 1)) is not null)
            return new TimePhrase(start, few + 3 - start, $"a few {Word(few + 1)} before {Calendar.Day(today)}", null);
        if (Amount(ref i) is not { } amount || Unit(Word(i)) is not { } unit
            || Word(i + 1) is not ("ago" or "back"))
            return null;
        return At(start, i + 2, unit, -amount, isRough);
    }

    /// <summary>"In two weeks".</summary>
    private TimePhrase? Ahead(int start)
    {
        var i = start + 1;
        if (Word(start) != "in" || tense != Tense.Future)
            return null;
        var isRough = Word(i) is "about" or "around";
        i += isRough ? 1 : 0;
        if (Amount(ref i) is not { } amount || Unit(Word(i)) is not { } unit)
            return null;
        return At(start, i + 1, unit, amount, isRough);
    }

    /// <summary>"For three years": true on the day it was said.</summary>
    private TimePhrase? Duration(int start)
    {
        var i = start + 1;
        if (Word(i) is "about" or "over" or "almost" or "around" or "nearly")
            i++;
        if (Amount(ref i) is null || Unit(Word(i)) is null || tense != Tense.Present)
            return null;
        var words = string.Join(' ', tokens.Skip(start).Take(i + 1 - start).Select(token => token.Text));
        return new TimePhrase(start, i + 1 - start, $"{words} as of {Calendar.Day(today)}", null);
    }

    private int? Amount(ref int i)
    {
        if (Word(i) is "a" && Word(i + 1) is "couple")
        {
            i += Word(i + 2) == "of" ? 3 : 2;
            return 2;
        }

        if (Calendar.Count(Word(i)) is not { } count)
            return null;
        i++;
        return count;
    }

    private static string? Unit(string word) =>
        word.TrimEnd('s') is "day" or "week" or "weekend" or "month" or "year" ? word.TrimEnd('s') : null;

    private TimePhrase At(int start, int end, string unit, int amount, bool isRough) => unit switch
    {
        "day" when today.AddDays(amount) is var date => new(start, end - start,
            $"{(isRough ? "around" : "on")} {Calendar.Day(date)}", date),
        "week" when today.AddDays(7 * amount) is var date => new(start, end - start, $"around {Calendar.Day(date)}", date),
        "weekend" when Calendar.MondayOf(today).AddDays(5 + (7 * amount)) is var saturday =>
            new(start, end - start, $"on the weekend of {Calendar.Day(saturday)}", saturday),
        "month" when new DateOnly(today.Year, today.Month, 1).AddMonths(amount) is var month =>
            new(start, end - start, $"{(isRough ? "around" : "in")} {Calendar.Month(month)}", month),
        _ => new(
            start, end - start, $"{(isRough ? "around" : "in")} {Math.Clamp(today.Year + amount, 1, 9999)}",
            new DateOnly(Math.Clamp(today.Year + amount, 1, 9999), 1, 1)),
    };
}
