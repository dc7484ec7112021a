using System.Buffers;
using System.Globalization;
using System.Text;

namespace AgentMemory.Search;

/// <summary>
/// Reads a search box or a question into a <see cref="TextQuery"/> (spec 6.2, keyword). Words are runs of letters, digits
/// and combining marks of any script, lower-cased; what is between straight or curly double quotes is a phrase.
/// </summary>
public static class TextQueryParser
{
    /// <summary>Distinct words beyond these do not count: a pasted document is still a query.</summary>
    private const int MaximumTerms = 128;

    private const int MaximumPhrases = 16;

    private static readonly char[] Punctuation = [.. "\"'.,;:!?()[]{}<>"];

    private static readonly SearchValues<char> CurlyQuotes = SearchValues.Create("“”„‟″＂’");

    /// <summary>Reads what is asked rather than which words: words of a like meaning, times that are named, whether a time is the
    /// answer. Identifiers, such as <c>JIRA-123</c>, are looked for as a whole too.</summary>
    /// <param name="today">What "last week" is relative to, in UTC.</param>
    public static TextQuery ParseQuestion(string text, DateOnly today)
    {
        var query = Parse(text);
        var content = query.Terms.Where(term => !StopWords.IsScaffold(term)).ToArray();
        return query with
        {
            Terms = Distinct((content.Length == 0 && query.Phrases.Count == 0 ? query.Terms : content).Concat(Identifiers(text)), MaximumTerms),
            IsLiteral = false,
            Dates = QueryDates.In(text, today),
            AsksWhen = AsksWhen(Words(text)),
        };
    }

    /// <summary>Reads words to be found as they are. Stop words leave the query unless nothing would remain; a phrase keeps all its
    /// words.</summary>
    public static TextQuery Parse(string text)
    {
        var parts = NormalizeQuotes(text).Split('"');
        var terms = new List<string>();
        var phrases = new List<string>();
        for (var i = 0; i < parts.Length; i++)
        {
            // Odd parts are inside quotes, except the last one when its quote was never closed.
            var words = Words(i % 2 == 0 || i == parts.Length - 1 ? CutPossessives(parts[i]) : parts[i]);
            if (i % 2 == 0 || i == parts.Length - 1)
                terms.AddRange(words);
            else if (words.Count > 0)
                phrases.Add(string.Join(' ', words));
        }

        var content = terms.Where(term => !StopWords.Contains(term)).ToArray();
        return new(
            Distinct(content.Length == 0 && phrases.Count == 0 ? terms : content, MaximumTerms),
            Distinct(phrases, MaximumPhrases));
    }

    private static bool AsksWhen(List<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            var next = i + 1 < words.Count ? words[i + 1] : "";
            var asks = words[i] switch
            {
                "when" => true,
                "how" => next == "long",
                "what" or "which" => next is "date" or "day" or "week" or "month" or "year" or "time",
                _ => false,
            };
            if (asks)
                return true;
        }

        return false;
    }

    /// <summary>Words with a digit or an underscore that signs hold together.</summary>
    private static IEnumerable<string> Identifiers(string text) =>
        from word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        let bare = CutPossessives(NormalizeQuotes(word)).Trim(Punctuation)
        where bare.Any(c => char.IsDigit(c) || c is '_' or '@') && Words(bare).Count > 1
        select bare.ToLowerInvariant();

    private static string NormalizeQuotes(string text) =>
        text.AsSpan().ContainsAny(CurlyQuotes)
            ? string.Create(text.Length, text, static (target, source) =>
            {
                for (var i = 0; i < source.Length; i++)
                {
                    target[i] = source[i] switch
                    {
                        '“' or '”' or '„' or '‟' or '″' or '＂' => '"',
                        '’' => '\'',
                        var other => other,
                    };
                }
            })
            : text;

    /// <summary>"Anna's" asks for Anna. In a phrase the s stays, as it is a word of the text looked for.</summary>
    private static string CutPossessives(string text)
    {
        if (!text.Contains('\''))
            return text;
        var cut = new StringBuilder(text);
        for (var i = cut.Length - 2; i > 0; i--)
        {
            if (cut[i] == '\'' && cut[i + 1] is 's' or 'S' && char.IsLetterOrDigit(cut[i - 1])
                && (i + 2 == cut.Length || !char.IsLetterOrDigit(cut[i + 2])))
            {
                cut.Remove(i, 2);
            }
        }

        return cut.ToString();
    }

    private static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsOfWord(rune))
            {
                word.Append(Rune.ToLowerInvariant(rune));
            }
            else if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        if (word.Length > 0)
            words.Add(word.ToString());
        return words;
    }

    private static bool IsOfWord(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private static string[] Distinct(IEnumerable<string> values, int limit) =>
        [.. values.Distinct(StringComparer.Ordinal).Take(limit)];
}
