using System.Globalization;

namespace AgentMemory.Wire.Requests;

/// <summary>What numbers and booleans may look like as text, in a query string or in a JSON string (spec 1.2).</summary>
public static class LaxText
{
    public static bool TryInteger(ReadOnlySpan<char> text, out decimal value) =>
        decimal.TryParse(
            text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite
                | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out value)
        && decimal.IsInteger(value);

    public static bool TryNumber(ReadOnlySpan<char> text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    public static bool? Boolean(ReadOnlySpan<char> text)
    {
        Span<char> lower = stackalloc char[8];
        return text.Length <= lower.Length && text.ToLowerInvariant(lower) is var length and > 0
            ? lower[..length] switch
            {
                "true" or "1" or "on" or "yes" or "t" or "y" => true,
                "false" or "0" or "off" or "no" or "f" or "n" => false,
                _ => null,
            }
            : null;
    }
}
