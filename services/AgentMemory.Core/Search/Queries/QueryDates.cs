using AgentMemory.Extraction.Rules;
using AgentMemory.Extraction.Rules.Statements;

namespace AgentMemory.Search;

/// <summary>Finds the times that a question names: "last week", "on 31 July 2023", "in May", "in the summer of 2022".</summary>
internal static class QueryDates
{
    private const int MaximumSpans = 4;

    /// <summary>Stands for a year that is not known: it has a 29 February.</summary>
    private const int LeapYear = 2024;

    /// <param name="today">In UTC.</param>
    public static IReadOnlyList<DateSpan> In(string text, DateOnly today)
    {
        var spans = new List<DateSpan>();
        foreach (var sentence in Sentence.Of(text.Length > Prose.MaximumLength ? text[..Prose.MaximumLength] : text))
        {
            var tokens = Tokenizer.Of(text, sentence);
            var next = 0;
            foreach (var phrase in TimePhrases.Find(tokens, today, Tense.Past, keepsYearOpen: true, out _))
            {
                AddNamed(tokens, next, phrase.Start, spans);
                // One whose year is open is read as a name: which year it was nobody can tell here.
                if (phrase.Date is { } first)
                    spans.Add(new DateSpan(first, phrase.LastDay ?? first));
                else
                    AddNamed(tokens, phrase.Start, phrase.End, spans);
                next = phrase.End;
            }

            AddNamed(tokens, next, tokens.Count, spans);
        }

        return spans.Count <= MaximumSpans ? spans : spans[..MaximumSpans];
    }

    /// <summary>Days, months, seasons and years that are called by their names, with or without a year.</summary>
    private static void AddNamed(List<Token> tokens, int start, int end, List<DateSpan> spans)
    {
        for (var i = start; i < end; i++)
        {
            var length = 1;
            if (Season(tokens[i].Lower) is { } season)
                Add(season, season.AddMonths(3).AddDays(-1));
            // "May I", "March on": a verb begins a question more often than a month does.
            else if (Calendar.Month(tokens[i]) is { } month && !(i == 0 && tokens[i].Lower is ("may" or "march")))
                AddMonth(month);
            else if (Calendar.Year(tokens[i]) is { } year)
                spans.Add(new DateSpan(new DateOnly(year, 1, 1), new DateOnly(year, 12, 31)));
            i += length - 1;

            void AddMonth(int month)
            {
                var before = i - 1 - (i > start && tokens[i - 1].Lower == "of" ? 1 : 0);
                var day = before >= start ? Calendar.DayOfMonth(tokens[before]) : null;
                if (day is null && i + 1 < end && Calendar.DayOfMonth(tokens[i + 1]) is { } following)
                    (day, length) = (following, 2);
                if (Calendar.Date(LeapYear, month, day ?? 1) is { } first)
                    Add(first, day is null ? first.AddMonths(1).AddDays(-1) : first);
            }

            void Add(DateOnly first, DateOnly last)
            {
                var after = i + length + (i + length < end && tokens[i + length].Lower == "of" ? 1 : 0);
                if (after < end && Calendar.Year(tokens[after]) is { } year)
                {
                    length = after - i + 1;
                    spans.Add(new DateSpan(first.AddYears(year - LeapYear), last.AddYears(year - LeapYear)));
                }
                else
                {
                    spans.Add(new DateSpan(first, last) { IsInAnyYear = true });
                }
            }
        }
    }

    /// <summary>Where most people who write of seasons live.</summary>
    private static DateOnly? Season(string name) => name switch
    {
        "spring" => new DateOnly(LeapYear, 3, 1),
        "summer" => new DateOnly(LeapYear, 6, 1),
        "autumn" => new DateOnly(LeapYear, 9, 1),
        "winter" => new DateOnly(LeapYear, 12, 1),
        _ => null,
    };
}
