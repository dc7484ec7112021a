using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AgentMemory.Cli.Scheduling;

/// <summary>One <c>key=value</c>: what was typed, and what it is taken for.</summary>
/// <param name="Value">true and false are truth values, digits whole numbers, digits with a point numbers, all else text.</param>
internal sealed partial record TaskArgument(string Name, string Text, JsonNode Value)
{
    /// <returns><see langword="null"/> when it is not of that form.</returns>
    public static TaskArgument? Parse(string given)
    {
        var end = given.IndexOf('=');
        return end <= 0 ? null : new(given[..end], given[(end + 1)..], Typed(given[(end + 1)..]));
    }

    private static JsonNode Typed(string text)
    {
        if (bool.TryParse(text, out var truth))
            return truth;
        if (Digits().IsMatch(text) && long.TryParse(text, CultureInfo.InvariantCulture, out var whole))
            return whole;
        return Decimal().IsMatch(text) ? double.Parse(text, CultureInfo.InvariantCulture) : text;
    }

    [GeneratedRegex("^[0-9]+$")]
    private static partial Regex Digits();

    [GeneratedRegex(@"^([0-9]+\.[0-9]*|\.[0-9]+)$")]
    private static partial Regex Decimal();
}
