namespace AgentMemory.Search;

/// <summary>Days that a query names, both included.</summary>
public readonly record struct DateSpan(DateOnly First, DateOnly Last)
{
    /// <summary>How long afterwards people still tell of it.</summary>
    private const int DaysOfTelling = 9;

    /// <summary>How often the span comes again: the year of "in May" is not said.</summary>
    public bool IsInAnyYear { get; init; }

    public Closeness To(DateOnly day)
    {
        var (first, last) = (First, Last);
        if (IsInAnyYear)
        {
            // The last such span that had begun by that day.
            var years = day.Year - first.Year;
            (first, last) = (Moved(First, years), Moved(Last, years));
            if (first > day)
                (first, last) = (Moved(First, years - 1), Moved(Last, years - 1));
        }

        if (day < first)
            return Closeness.Elsewhere;
        return day <= last ? Closeness.Within : day.DayNumber - last.DayNumber <= DaysOfTelling ? Closeness.SoonAfter : Closeness.Elsewhere;
    }

    private static DateOnly Moved(DateOnly day, int years) =>
        day.Year + years is >= 1 and <= 9999 ? day.AddYears(years) : day;
}

public enum Closeness { Elsewhere, SoonAfter, Within }
