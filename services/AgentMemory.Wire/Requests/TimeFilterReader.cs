using System.Text.Json;
using AgentMemory.Search;

namespace AgentMemory.Wire.Requests;

/// <summary>
/// Reads a DateTimeFilter (spec 5.1) into ranges of microseconds. Every bound given holds (T4), at full precision; a time
/// given in whole seconds is equal to any time of that second (T6).
/// </summary>
public static class TimeFilterReader
{
    private const long Second = 1_000_000;

    public static TimeFilter? Read(WireObject filter)
    {
        var (equal, unequal) = (Moment(filter, "eq"), Moment(filter, "ne"));
        var (above, below) = (Moment(filter, "gt"), Moment(filter, "lt"));
        var (from, to) = (Moment(filter, "gte"), Moment(filter, "lte"));
        List<TimeRange> within = [];
        if (equal is { } exact)
            within.Add(Around(exact));
        if (above is { } lower)
            within.Add(TimeRange.AtLeast(lower + 1));
        if (from is { } first)
            within.Add(TimeRange.AtLeast(first));
        if (below is { } upper)
            within.Add(TimeRange.AtMost(upper - 1));
        if (to is { } last)
            within.Add(TimeRange.AtMost(last));

        var inclusion = filter.Choice("inclusive", Vocabularies.Inclusions) ?? Inclusion.Both;
        if (filter.TryGet("between", out var bounds))
        {
            if (within.Count > 0 || unequal is not null)
                filter.Reading.Refuse("between cannot be combined with eq, ne, gt, lt, gte or lte", filter.Element);
            if (Between(filter, bounds, inclusion) is { } range)
                within.Add(range);
        }

        return within.Count == 0 && unequal is null
            ? null
            : new TimeFilter { Within = [.. within], Without = unequal is { } other ? [Around(other)] : [] };
    }

    /// <summary>A time alone, without an operator: equal to it.</summary>
    public static TimeFilter At(DateTimeOffset time) => new() { Within = [Around(time.ToMicroseconds())] };

    private static long? Moment(WireObject filter, string name) => filter.Time(name)?.ToMicroseconds();

    private static TimeRange Around(long moment) =>
        moment % Second == 0 ? new TimeRange(moment, moment + Second - 1) : new TimeRange(moment, moment);

    private static TimeRange? Between(WireObject filter, JsonElement bounds, Inclusion inclusion)
    {
        var reading = filter.Reading;
        if (bounds.ValueKind != JsonValueKind.Array || bounds.GetArrayLength() != 2)
        {
            reading.Refuse("between must be a list of two datetimes", filter.Element);
            return null;
        }

        reading.Enter("between");
        var ends = new long?[2];
        for (var index = 0; index < ends.Length; index++)
        {
            reading.Enter(index);
            ends[index] = LaxValue.Time(bounds[index], reading)?.ToMicroseconds();
            reading.Leave();
        }

        reading.Leave();
        return ends is [{ } from, { } to]
            ? new TimeRange(
                inclusion is Inclusion.Both or Inclusion.Left ? from : from + 1,
                inclusion is Inclusion.Both or Inclusion.Right ? to : to - 1)
            : null;
    }
}
