using System.Globalization;

namespace AgentMemory;

/// <summary>
/// Finds an escape such as <c>\ud83d</c> without its other half. JSON's grammar allows it, but it is no text: no string can
/// be made of it and no answer could carry it back.
/// </summary>
public static class LoneSurrogate
{
    private const int EscapeLength = 6;

    /// <returns>Its position, or -1.</returns>
    public static int Find(ReadOnlySpan<byte> json)
    {
        var position = 0;
        while (json[position..].IndexOf((byte)'\\') is var step and >= 0)
        {
            position += step;
            switch (CodeUnit(json[position..]))
            {
                case null:
                    position = Math.Min(position + 2, json.Length);
                    break;
                case >= 0xD800 and <= 0xDBFF when CodeUnit(json[(position + EscapeLength)..]) is >= 0xDC00 and <= 0xDFFF:
                    position += 2 * EscapeLength;
                    break;
                case >= 0xD800 and <= 0xDFFF:
                    return position;
                default:
                    position += EscapeLength;
                    break;
            }
        }

        return -1;
    }

    private static int? CodeUnit(ReadOnlySpan<byte> json) =>
        json is [(byte)'\\', (byte)'u', _, _, _, _, ..]
            && int.TryParse(json[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? unit
            : null;
}
