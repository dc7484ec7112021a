using System.Globalization;

namespace AgentMemory;

/// <summary>
/// Times as callers write them (spec 1.2): ISO 8601 with <c>T</c> or a space, seconds and fraction optional, <c>Z</c>, an
/// offset, or neither, which means UTC (T46); a bare date; Unix seconds; Unix milliseconds above 2e10.
/// </summary>
public static class LaxTime
{
    private const decimal LargestSeconds = 2e10m;

    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset value)
    {
        text = text.Trim();
        if (decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var unix))
            return TryUnix(unix, out value);

        value = default;
        if (!TryDate(text, out var date))
            return false;
        if (text.Length == 10)
            return TryCompose(date, TimeSpan.Zero, out value);
        if (text[10] is not ('T' or 't' or ' ' or '_'))
            return false;
        return TryClock(text[11..], out var clock, out var rest) && TryOffset(rest, out var offset)
            && TryCompose(date + clock, offset, out value);
    }

    public static bool TryUnix(decimal number, out DateTimeOffset value)
    {
        value = default;
        var seconds = Math.Abs(number) > LargestSeconds ? number / 1000 : number;
        if (seconds < -62_135_596_800m || seconds >= 253_402_300_800m)
            return false;
        value = Timestamp.FromMicroseconds((long)decimal.Floor(seconds * 1_000_000));
        return true;
    }

    private static bool TryDate(ReadOnlySpan<char> text, out DateTime date) =>
        DateTime.TryParseExact(
            text.Length < 10 ? [] : text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    private static bool TryClock(ReadOnlySpan<char> text, out TimeSpan clock, out ReadOnlySpan<char> rest)
    {
        clock = default;
        rest = default;
        if (text.Length < 5 || text[2] != ':' || !TryDigits(text[..2], 23, out var hour) || !TryDigits(text[3..5], 59, out var minute))
            return false;
        clock = new TimeSpan(hour, minute, 0);
        rest = text[5..];
        if (rest is not [':', ..])
            return true;
        if (rest.Length < 3 || !TryDigits(rest[1..3], 59, out var second))
            return false;
        clock += TimeSpan.FromSeconds(second);
        rest = rest[3..];
        if (rest is not ['.' or ',', ..])
            return true;
        var end = 1;
        long microseconds = 0;
        for (var digits = 0; end < rest.Length && char.IsAsciiDigit(rest[end]); end++, digits++)
        {
            if (digits < 6)
                microseconds += (rest[end] - '0') * Power(5 - digits);
        }

        clock += TimeSpan.FromMicroseconds(microseconds);
        rest = rest[end..];
        return end > 1;
    }

    private static bool TryOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = default;
        if (text is [] or ['Z'] or ['z'])
            return true;
        if (text is not ['+' or '-', ..])
            return false;
        var digits = text[1..];
        var minutes = digits.Length switch
        {
            5 when digits[2] == ':' => digits[3..],
            4 => digits[2..],
            2 => "00",
            _ => [],
        };
        if (minutes.IsEmpty || !TryDigits(digits[..2], 23, out var hour) || !TryDigits(minutes, 59, out var minute))
            return false;
        offset = new TimeSpan(hour, minute, 0);
        if (text[0] == '-')
            offset = -offset;
        return true;
    }

    private static bool TryCompose(DateTime local, TimeSpan offset, out DateTimeOffset value)
    {
        var ticks = local.Ticks - offset.Ticks;
        var inRange = ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks;
        value = inRange ? new DateTimeOffset(ticks, TimeSpan.Zero) : default;
        return inRange;
    }

    private static bool TryDigits(ReadOnlySpan<char> text, int maximum, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value <= maximum;

    private static long Power(int exponent)
    {
        var power = 1L;
        while (exponent-- > 0)
            power *= 10;
        return power;
    }
}
