using System.Text;

namespace AgentMemory.Cli.Frame;

/// <summary>Stored text as it may be printed on a line: what people wrote must not steer a terminal.</summary>
internal static class PlainText
{
    /// <summary>Without control characters and line breaks, a space for each; cut after <paramref name="longest"/> characters.</summary>
    public static string Line(string text, int longest = int.MaxValue)
    {
        var line = new StringBuilder();
        var shown = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown++ == longest)
                return line.Append("...").ToString();
            line.Append(Rune.IsControl(rune) || IsFormat(rune) ? " " : rune.ToString());
        }
        return line.ToString();
    }

    /// <summary>Line separators and those that turn the direction of what follows.</summary>
    private static bool IsFormat(Rune rune) => rune.Value is >= 0x2028 and <= 0x202E or >= 0x2066 and <= 0x2069;
}
