using System.Collections.Frozen;

namespace AgentMemory.Extraction.Rules;

/// <summary>
/// Names of people, places, organisations and products: words written with a capital where nothing but a name calls for one.
/// The first word of a sentence counts only when the same word is capitalised elsewhere, or is known.
/// </summary>
internal static class EntityFinder
{
    private const int MaximumWords = 5;
    private const int MaximumEntities = 10;

    private static readonly FrozenSet<string> NoNames = FrozenSet.ToFrozenSet(
        [
            "i", "i'm", "i've", "i'll", "i'd", "user", "assistant", "ok", "okay", "mr", "mrs", "ms", "dr", "prof", "lol",
                "omg", "btw",
            "fyi", "tbh", "imo", "asap", "diy", "tv", "pm", "am", "the", "my", "a", "an", "this", "that", "it", "he", "she", "we",
            "they", "you", "and", "but", "so", "yes", "no", "hi", "hey", "hello", "thanks", "thank", "wow", "yeah", "please",
            "mom", "mum", "dad", "mommy", "daddy", "grandma", "grandpa", "god",
            "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april",
            "may", "june", "july", "august", "september", "october", "november", "december", "mon", "tue", "wed", "thu", "fri",
            "sat", "sun", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "ago", "utc",
        ],
        StringComparer.Ordinal);

    private static readonly FrozenSet<string> Connectors =
        FrozenSet.ToFrozenSet(["of", "de", "da", "la", "van", "von", "del", "di", "&"], StringComparer.Ordinal);

    public static List<string> EntitiesOf(string text, IReadOnlySet<string> known)
    {
        var sentences = Sentence.Of(text).ConvertAll(sentence => Word.Of(text, sentence.Start, sentence.End));
        var inside = sentences.SelectMany(words => words.Skip(1)).Where(IsName).Select(Bare).ToHashSet(StringComparer.Ordinal);
        // Where nearly everything is written with capitals, they say nothing.
        var count = sentences.Sum(words => words.Count);
        if (count >= 6 && sentences.Sum(words => words.Count(word => word.IsCapitalised)) >= 0.8 * count)
            return [];

        var found = new List<string>();
        foreach (var words in sentences)
        {
            for (var i = 0; i < words.Count && found.Count < MaximumEntities;)
            {
                if (!IsName(words[i]) || (i == 0 && !inside.Contains(Bare(words[i])) && !known.Contains(Bare(words[i]))))
                {
                    i++;
                    continue;
                }

                var length = RunLength(text, words, i);
                var name = text[words[i].Start..(words[i + length - 1].Start + Bare(words[i + length - 1]).Length)];
                if (!found.Contains(name, StringComparer.OrdinalIgnoreCase))
                    found.Add(name);
                i += length;
            }
        }

        return found;
    }

    /// <summary>How many of the words from <paramref name="first"/> on make one name: they are separated by a blank
    /// alone.</summary>
    private static int RunLength(string text, List<Word> words, int first)
    {
        var length = 1;
        while (length < MaximumWords && first + length < words.Count && !IsPossessive(words[first + length - 1]))
        {
            var next = first + length;
            if (!Adjoin(text, words[next - 1], words[next]))
                break;
            if (IsName(words[next]) || (char.IsDigit(words[next].Text[0]) && words[next].Text.Length < 4))
                length++;
            else if (Connectors.Contains(words[next].Text) && next + 1 < words.Count && IsName(words[next + 1])
                && Adjoin(text, words[next], words[next + 1]))
                length += 2;
            else
                break;
        }

        return Math.Min(length, MaximumWords);
    }

    private static bool Adjoin(string text, Word left, Word right) => right.Start - left.End == 1 && text[left.End] == ' ';

    private static bool IsName(Word word)
    {
        var lower = Bare(word).ToLowerInvariant();
        return lower.Length > 1 && !NoNames.Contains(lower) && !lower.Contains(',', StringComparison.Ordinal)
            && (word.IsCapitalised || (char.IsLower(word.Text[0]) && word.Text.Length > 2 && char.IsUpper(word.Text[1])));
    }

    private static bool IsPossessive(Word word) => Bare(word).Length < word.Text.Length;

    private static string Bare(Word word) =>
        word.Lower.EndsWith("'s", StringComparison.Ordinal) ? word.Text[..^2] : word.Text;
}
