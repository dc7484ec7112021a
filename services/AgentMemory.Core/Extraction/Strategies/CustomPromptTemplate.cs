using System.Text.RegularExpressions;

namespace AgentMemory.Extraction.Strategies;

/// <summary>
/// Fills the placeholders of a custom prompt: exactly <c>{name}</c>, of the names there are values for. All other braces stay
/// as they are. Filled once: a value that looks like a placeholder is not filled again, for it loses its braces.
/// </summary>
internal static partial class CustomPromptTemplate
{
    private const int LongestValue = 1000;

    public static string Fill(string prompt, IReadOnlyDictionary<string, string> values) => Placeholder().Replace(
        prompt, match => values.TryGetValue(match.Groups[1].Value, out var value) ? Plain(value) : match.Value);

    /// <summary>A caller chose these values: they are words in a sentence, not lines of a prompt.</summary>
    private static string Plain(string value)
    {
        var plain = Unwanted().Replace(value, " ").Trim();
        return plain.Beginning(LongestValue);
    }

    [GeneratedRegex(@"\{([a-z_]+)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"[{}\\<>\s\p{C}]+")]
    private static partial Regex Unwanted();
}
