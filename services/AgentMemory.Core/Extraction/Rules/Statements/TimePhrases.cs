namespace AgentMemory.Extraction.Rules.Statements;

/// <summary>
/// Finds what a clause says of time and reads it against the day its message was written, in UTC (spec 10.6, T26). "Next
/// Friday" is the first one after that day; a weekday or month alone lies behind a past verb and ahead of any other.
/// </summary>
internal sealed partial class TimePhrases(IReadOnlyList<Token> tokens, DateOnly today, Tense tense, bool keepsYearOpen = false)
{
    /// <summary>Relative words that no rule could read. What holds one would be wrong tomorrow.</summary>
    private static readonly HashSet<string> Relative = new(StringComparer.Ordinal)
    {
        "yesterday", "tomorrow", "today", "tonight", "ago", "last", "next", "earlier", "later", "soon", "previous", "past",
            "upcoming",
        "then", "weekend",
    };

    public static IReadOnlyList<TimePhrase> Find(
        IReadOnlyList<Token> tokens, DateOnly today, Tense tense, bool keepsYearOpen, out bool isResolved)
    {
        var reader = new TimePhrases(tokens, today, tense, keepsYearOpen);
        var found = new List<TimePhrase>();
        isResolved = true;
        for (var i = 0; i < tokens.Count;)
        {
            if (reader.At(i) is { } phrase)
            {
                found.Add(phrase);
                i = phrase.End;
                continue;
            }

            isResolved &= !Relative.Contains(tokens[i].Lower) || reader.IsHarmless(i);
            i++;
        }

        // "I just joined a gym last week" tells the time once.
        return found.Exists(phrase => !IsVague(phrase) && phrase.Date is not null)
            ? found.ConvertAll(phrase => IsVague(phrase) ? phrase with { Text = "", Date = null } : phrase)
            : found;

        bool IsVague(TimePhrase phrase) => tokens[phrase.Start].Lower is "just" or "recently" or "lately";
    }

    private string Word(int index) => index < tokens.Count && index >= 0 ? tokens[index].Lower : "";

    /// <summary>"My last name", "every weekend", "weekends".</summary>
    private bool IsHarmless(int index) =>
        (Word(index) == "last" && Word(index + 1) == "name") || (Word(index) == "weekend"
            && Word(index - 1) is "every" or "each");

    private TimePhrase? At(int i)
    {
        if (Word(i - 1) is "every" or "each" || (Word(i - 2) is "every" or "each" && Word(i - 1) is "other" or "single"))
            return null;
        // "From 3 to 7 May" is no one day.
        if (Word(i - 1) == "to" && i >= 2 && tokens[i - 2].IsNumber)
            return null;
        // A preposition belongs to the time that it introduces.
        if (Word(i) is "on" or "in" or "during" or "for" or "over" or "by" or "until" or "since" or "from" or "before"
            or "after" or "at")
            return Introduced(i);
        if (Word(i) is "later" or "earlier" && Word(i + 1) == "this" && Span(i, i + 1, "in") is { } near)
            return near;
        return Day(i, i, "on") ?? Span(i, i, "in") ?? Ago(i) ?? Vague(i);
    }

    private TimePhrase? Introduced(int i)
    {
        if (Since(i) is { } past)
            return past;
        var preposition = Word(i);
        var keeps = preposition is "by" or "until" or "since" or "from" or "before" or "after";
        var next = Word(i + 1) == "the" ? i + 2 : i + 1;
        if (preposition is "in" or "for" && Ahead(i) is { } ahead)
            return ahead;
        if (preposition is "for" && Duration(i) is { } duration)
            return duration;
        if (preposition is "on" or "for" || keeps)
        {
            if (Day(i, next, keeps ? preposition : preposition == "for" ? "for" : "on") is { } day)
                return day;
        }

        if (preposition is "in" or "during" or "over" or "for" or "on" || keeps)
            return Span(i, next, keeps || preposition is "for" or "during" ? preposition : "in");
        return Word(i) == "at" && Word(i + 1) == "the" && Word(i + 2) is "moment" ? new TimePhrase(i, 3, "", null) : null;
    }

    /// <summary>A day: "yesterday", "last Friday", "June 20th", "the 3rd of May 2026".</summary>
    /// <param name="start">Where the phrase begins, with its preposition.</param>
    /// <param name="i">Where the day begins.</param>
    private TimePhrase? Day(int start, int i, string preposition)
    {
        if (RelativeDay(i) is { } relative)
            return Make(start, i + relative.Length, relative.Part is null ? preposition
                : $"{(relative.Part == "night" ? "on the night of" : $"on the {relative.Part} of")}", relative.Date);
        if (ExplicitDay(i) is { } written)
        {
            var text = written.YearOpen ? $"{written.Date.Day} {written.Date:MMMM}" : Calendar.Day(written.Date);
            return new TimePhrase(start, i + written.Length - start, $"{preposition} {text}", written.YearOpen ? null
                : written.Date);
        }

        return null;

        TimePhrase Make(int from, int end, string lead, DateOnly date) => new(from, end - from, $"{lead} {Calendar.Day(date)}",
            date);
    }

    private (DateOnly Date, int Length, string? Part)? RelativeDay(int i)
    {
        var part = Word(i + 1) is "morning" or "afternoon" or "evening" or "night" ? Word(i + 1) : null;
        switch (Word(i))
        {
            case "yesterday":
                return (today.AddDays(-1), part is null ? 1 : 2, part);
            case "tomorrow":
                return (today.AddDays(1), part is null ? 1 : 2, part);
            case "today":
                return (today, 1, null);
            case "tonight":
                return (today, 1, "evening");
            case "last" when part is "night":
                return (today.AddDays(-1), 2, "night");
            case "this" when part is not null:
                return (today, 2, part);
            case "last" or "past" when Calendar.Weekday(Word(i + 1)) is { } day:
                return (Calendar.Previous(today, day), 2 + PartOfDay(i + 2), null);
            case "this" when Word(i + 1) is "past" or "last" && Calendar.Weekday(Word(i + 2)) is { } day:
                return (Calendar.Previous(today, day), 3 + PartOfDay(i + 3), null);
            case "next" or "coming" when Calendar.Weekday(Word(i + 1)) is { } day:
                return (Calendar.Next(today, day), 2 + PartOfDay(i + 2), null);
            case "this" when Word(i + 1) is "coming" && Calendar.Weekday(Word(i + 2)) is { } day:
                return (Calendar.Next(today, day), 3 + PartOfDay(i + 3), null);
            case "this" when Calendar.Weekday(Word(i + 1)) is { } day:
                return (Nearest(day), 2 + PartOfDay(i + 2), null);
            case var word when word.Length > 3 && Calendar.Weekday(word) is { } day && ExplicitDay(i + 1) is null:
                return (Nearest(day), 1 + PartOfDay(i + 1), null);
            default:
                return null;
        }
    }

    private int PartOfDay(int i) => Word(i) is "morning" or "afternoon" or "evening" or "night" ? 1 : 0;

    private DateOnly Nearest(DayOfWeek day) => tense == Tense.Past ? Calendar.Previous(today, day) : Calendar.Next(today, day);

    private (DateOnly Date, int Length, bool YearOpen)? ExplicitDay(int i)
    {
        if (i + 1 >= tokens.Count)
            return null;
        int month, day, length;
        if (Calendar.Month(tokens[i]) is { } first && Calendar.DayOfMonth(tokens[i + 1]) is { } second)
            (month, day, length) = (first, second, 2);
        else if (Calendar.DayOfMonth(tokens[i]) is { } number && Calendar.Month(tokens[i + (Word(i + 1) == "of" ? 2
            : 1) is var at && at < tokens.Count ? at : i]) is { } named)
            (month, day, length) = (named, number, Word(i + 1) == "of" ? 3 : 2);
        else
            return null;
        if (i + length < tokens.Count && Calendar.Year(tokens[i + length]) is { } year)
            return Calendar.Date(year, month, day) is { } complete ? (complete, length + 1, false) : null;
        return Calendar.Date(YearOf(month, day), month, day) is { } date ? (date, length, keepsYearOpen) : null;
    }

    /// <summary>The year of a day or month that was named without: on the side of today that the verb says.</summary>
    private int YearOf(int month, int day) => tense == Tense.Past
        ? today.Year - (month > today.Month || (month == today.Month && day > today.Day) ? 1 : 0)
        : today.Year + (month < today.Month || (month == today.Month && day < today.Day) ? 1 : 0);

    /// <summary>Words that say "now", and words that say "not long ago" or "before long".</summary>
    private TimePhrase? Vague(int i) => (Word(i), Word(i + 1), Word(i + 2)) switch
    {
        ("now" or "currently" or "nowadays" or "presently", _, _) => new(i, 1, "", null),
        ("these", "days", _) or ("right", "now", _) or ("ever", "since", _) or ("so", "far", _) or ("as", "of", "now") =>
            new(i, Word(i) == "as" ? 3 : 2, "", null),
        ("recently" or "lately", _, _) => tense == Tense.Past
            ? new(i, 1, $"shortly before {Calendar.Day(today)}", today)
            : new(i, 1, "", null),
        ("just", _, _) when tense == Tense.Past && i + 1 < tokens.Count && (Verbs.IsPast(Word(i + 1)) || Word(i + 1) == "had") =>
            new(i, 1, $"shortly before {Calendar.Day(today)}", today),
        ("someday", _, _) when tense != Tense.Past => new(i, 1, "", null),
        ("one", "day", _) when tense != Tense.Past => new(i, 2, "", null),
        ("not", "so" or "too" or "very", "long") when Word(i + 3) == "ago" =>
            new(i, 4, $"some time before {Calendar.Day(today)}", null),
        ("the", "other", "day") => new(i, 3, $"shortly before {Calendar.Day(today)}", today),
        ("soon", _, _) when tense == Tense.Future => new(i, 1, $"soon after {Calendar.Day(today)}", null),
        _ => null,
    };
}
