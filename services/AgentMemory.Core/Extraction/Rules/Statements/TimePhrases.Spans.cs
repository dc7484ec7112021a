namespace AgentMemory.Extraction.Rules.Statements;

internal sealed partial class TimePhrases
{
    /// <summary>A week, weekend, month, season or year: "last week", "next summer", "in June", "in 2019".</summary>
    private TimePhrase? Span(int start, int i, string preposition)
    {
        var step = Word(i) switch { "last" or "past" => -1, "next" or "coming" => 1, "this" => 0, _ => (int?)null };
        if (step is { } steps)
        {
            var length = i + 2 - start;
            return Word(i + 1) switch
            {
                "week" when Calendar.MondayOf(today).AddDays(7 * steps) is var week =>
                    new TimePhrase(start, length, $"{preposition} the week of {Calendar.Day(week)}", week)
                    { LastDay = week.AddDays(6) },
                "weekend" when Calendar.MondayOf(today).AddDays(5 + 7 * steps) is var saturday =>
                    new TimePhrase(start, length,
                        $"{(preposition == "in" ? "on" : preposition)} the weekend of {Calendar.Day(saturday)}", saturday)
                    { LastDay = saturday.AddDays(1) },
                "month" when new DateOnly(today.Year, today.Month, 1).AddMonths(steps) is var month =>
                    new TimePhrase(start, length, $"{preposition} {Calendar.Month(month)}", month) { LastDay = EndOf(month, 1) },
                "year" when new DateOnly(today.Year + steps, 1, 1) is var year =>
                    new TimePhrase(start, length, $"{preposition} {year.Year}", year) { LastDay = EndOf(year, 12) },
                "spring" or "summer" or "fall" or "autumn" when Season(Word(i + 1), steps) is { } season =>
                    new TimePhrase(start, length, $"{preposition} the {Word(i + 1)} of {season.Year}", season)
                    { LastDay = EndOf(season, 3) },
                _ when i + 1 < tokens.Count && Calendar.Month(tokens[i + 1]) is { } named
                    && MonthFrom(named, steps) is var date =>
                    new TimePhrase(start, length, $"{preposition} {Calendar.Month(date)}", date) { LastDay = EndOf(date, 1) },
                _ => null,
            };
        }

        if (i >= tokens.Count || i == start)
            return null;
        if (Calendar.Year(tokens[i]) is { } only)
        {
            return new TimePhrase(start, i + 1 - start, $"{preposition} {only}", new DateOnly(only, 1, 1))
            {
                LastDay = new DateOnly(only, 12, 31),
            };
        }

        var early = Word(i) is "early" or "late" or "mid" ? 1 : 0;
        if (i + early >= tokens.Count || Calendar.Month(tokens[i + early]) is not { } alone)
            return null;
        var lead = early == 0 ? preposition : $"{preposition} {Word(i)}";
        var after = i + early + 1;
        var of = Word(after) == "of" ? 1 : 0;
        if (after + of < tokens.Count && Calendar.Year(tokens[after + of]) is { } given)
        {
            var month = new DateOnly(given, alone, 1);
            return new TimePhrase(start, after + of + 1 - start, $"{lead} {Calendar.Month(month)}", month) { LastDay = EndOf(month, 1) };
        }

        if (keepsYearOpen)
            return null;
        // The current month is past enough for a past verb, and future enough for a plan.
        var open = new DateOnly(YearOf(alone, alone == today.Month ? today.Day : 1), alone, 1);
        return new TimePhrase(start, after - start, $"{lead} {Calendar.Month(open)}", open) { LastDay = EndOf(open, 1) };
    }

    private static DateOnly EndOf(DateOnly first, int months) => first.AddMonths(months).AddDays(-1);

    private DateOnly? Season(string name, int step)
    {
        var first = name switch { "spring" => 3, "summer" => 6, _ => 9 };
        var year = (step, tense) switch
        {
            (0, _) => today.Year,
            ( < 0, _) => today.Month >= first + 3 ? today.Year : today.Year - 1,
            // Before the season, "next" may be this year's or the one after: nobody can tell.
            _ => today.Month >= first ? today.Year + 1 : (int?)null,
        };
        return year is { } known ? new DateOnly(known, first, 1) : null;
    }

    private DateOnly MonthFrom(int month, int step) => step switch
    {
        < 0 => new DateOnly(month < today.Month ? today.Year : today.Year - 1, month, 1),
        > 0 => new DateOnly(month > today.Month ? today.Year : today.Year + 1, month, 1),
        _ => new DateOnly(today.Year, month, 1),
    };
}
