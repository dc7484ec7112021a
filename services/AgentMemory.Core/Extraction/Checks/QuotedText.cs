using System.Globalization;
using System.Text;

namespace AgentMemory.Extraction.Checks;

/// <summary>
/// A text as quotes are looked up in it: letters and digits in one case, everything else a single space or, like
/// apostrophes, nothing. Each character remembers where it came from, so that what is kept is the source's own wording.
/// </summary>
internal sealed class QuotedText
{
    /// <summary>A longer quote is kept up to here.</summary>
    private const int LongestQuote = 500;

    private static readonly string[] Ellipses = ["...", "…", "[…]"];

    private readonly string _source;
    private readonly string _folded;
    private readonly int[] _origins;

    public QuotedText(string source)
    {
        _source = source;
        (_folded, _origins) = Fold(source);
    }

    /// <summary>The source's wording of a quote; <see langword="null"/> when the quote is not in it. A quote may leave
    /// parts out where it says so ("…"): the parts must come in order.</summary>
    public string? Find(string quote)
    {
        var spans = new List<string>();
        var from = 0;
        foreach (var part in quote.Split(Ellipses, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var words = Fold(part).Folded.Trim();
            if (words.Length == 0)
                continue;
            var at = IndexOf(words, from);
            if (at < 0)
                return null;
            from = at + words.Length;
            spans.Add(_source[_origins[at]..(_origins[from - 1] + 1)]);
        }

        if (spans.Count == 0)
            return null;
        var found = string.Join(" … ", spans);
        return found.Length <= LongestQuote ? found : found.Beginning(LongestQuote) + "…";
    }

    /// <summary>The words of a text, folded.</summary>
    public static string[] Words(string text) => Fold(text).Folded.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private int IndexOf(string words, int from)
    {
        for (var at = _folded.IndexOf(words, from, StringComparison.Ordinal); at >= 0;
            at = _folded.IndexOf(words, at + 1, StringComparison.Ordinal))
        {
            if (IsBoundary(at) && IsBoundary(at + words.Length))
                return at;
        }

        return -1;
    }

    /// <summary>Whether a word may begin or end here; scripts that write no spaces have such places everywhere.</summary>
    private bool IsBoundary(int at) =>
        at == 0 || at == _folded.Length || _folded[at] == ' ' || _folded[at - 1] == ' '
        || WritesNoSpaces(_folded[at]) || WritesNoSpaces(_folded[at - 1]);

    private static bool WritesNoSpaces(char c) => c is >= '\u2E80' or (>= '\u0E00' and <= '\u0EFF');

    private static (string Folded, int[] Origins) Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        var origins = new List<int>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '\'' or '\u2019' or '\u2018' or '\u02BC' || char.GetUnicodeCategory(c) is UnicodeCategory.Format)
                continue;
            if (char.IsLetterOrDigit(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark)
            {
                folded.Append(char.ToLowerInvariant(c));
                origins.Add(i);
            }
            else if (folded.Length > 0 && folded[^1] != ' ')
            {
                folded.Append(' ');
                origins.Add(i);
            }
        }

        return (folded.ToString(), [.. origins]);
    }
}
