using System.Globalization;
using System.Text;

namespace AgentMemory.Search.Analysis;

/// <summary>
/// Turns text into the terms that search compares: runs of letters, digits and combining marks of any script, lower-cased,
/// without diacritics, a possessive <c>'s</c> cut, irregular English forms led back, the rest stemmed. Scripts that are written
/// without spaces between words are cut into overlapping pairs of characters. Memories and queries go through the same steps.
/// Stop words are terms too: they leave queries, not memories.
/// </summary>
public static class TextAnalyzer
{
    /// <summary>Longer runs are no words; their beginning stands for them, so that no input makes terms of any size.</summary>
    private const int MaximumTermLength = 64;

    public delegate void TermAction<in TState>(TState state, ReadOnlySpan<char> term);

    /// <summary>Calls <paramref name="action"/> for each term in order. The span is valid during the call.</summary>
    public static void ForEachTerm<TState>(string text, TState state, TermAction<TState> action)
    {
        // What people write is mostly ASCII, which needs no decomposition.
        if (!Ascii.IsValid(text))
            text = text.Normalize(NormalizationForm.FormKD);
        Span<char> word = stackalloc char[MaximumTermLength];
        var length = 0;
        var isUnspaced = false;
        for (var i = 0; i < text.Length; i++)
        {
            var kind = char.IsAscii(text[i])
                ? char.IsAsciiLetterOrDigit(text[i]) ? CharacterKind.OfWord : CharacterKind.Separator
                : KindOf(text, i);
            if (kind == CharacterKind.OfWord)
            {
                if (IsUnspaced(text[i]) != isUnspaced)
                {
                    Emit(word[..length], isUnspaced, state, action);
                    (length, isUnspaced) = (0, !isUnspaced);
                }
                else if (isUnspaced && length == MaximumTermLength)
                {
                    EmitPairs(word, state, action);
                    (word[0], length) = (word[^1], 1);
                }

                if (length < MaximumTermLength)
                    word[length++] = char.ToLowerInvariant(text[i]);
            }
            else if (kind == CharacterKind.Separator)
            {
                Emit(word[..length], isUnspaced, state, action);
                length = 0;
                if (IsPossessive(text, i))
                    i++;
            }
        }

        Emit(word[..length], isUnspaced, state, action);
    }

    public static IReadOnlyList<string> Terms(string text)
    {
        var terms = new List<string>();
        ForEachTerm(text, terms, static (found, term) => found.Add(term.ToString()));
        return terms;
    }

    /// <summary>Han, kana, and the scripts of Thailand, Laos, Myanmar and Cambodia.</summary>
    public static bool IsUnspaced(char c) => c >= '\u0E00'
        && c is <= '\u0EFF' or (>= '\u1000' and <= '\u109F') or (>= '\u1780' and <= '\u17FF') or (>= '\u3040' and <= '\u30FF')
            or '\u3005' or (>= '\u3400' and <= '\u4DBF') or (>= '\u4E00' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF');

    private static void EmitPairs<TState>(ReadOnlySpan<char> run, TState state, TermAction<TState> action)
    {
        for (var i = 0; i + 2 <= run.Length; i++)
            action(state, run.Slice(i, 2));
    }

    private static void Emit<TState>(scoped Span<char> word, bool isUnspaced, TState state, TermAction<TState> action)
    {
        if (word.IsEmpty)
            return;
        if (isUnspaced && word.Length > 1)
        {
            EmitPairs(word, state, action);
            return;
        }

        Span<char> baseForm = stackalloc char[MaximumTermLength];
        if (IrregularForms.TryGetBase(word, out var form))
        {
            form.AsSpan().CopyTo(baseForm);
            word = baseForm[..form!.Length];
        }

        foreach (var c in word)
        {
            // Numbers, identifiers and other scripts are kept whole.
            if (!char.IsAsciiLetterLower(c))
            {
                action(state, word);
                return;
            }
        }

        action(state, word[..PorterStemmer.Stem(word)]);
    }

    private static bool IsPossessive(string text, int apostrophe) =>
        text[apostrophe] is '\'' or '’' && apostrophe + 1 < text.Length && text[apostrophe + 1] is 's' or 'S'
        && (apostrophe + 2 == text.Length || !char.IsLetterOrDigit(text[apostrophe + 2]));

    private static CharacterKind KindOf(string text, int index) => CategoryAt(text, index) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber
            or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber or UnicodeCategory.SpacingCombiningMark => CharacterKind.OfWord,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => CharacterKind.Ignored,
        _ => CharacterKind.Separator,
    };

    /// <summary>Both halves of a surrogate pair have the category of their character.</summary>
    private static UnicodeCategory CategoryAt(string text, int index) => CharUnicodeInfo.GetUnicodeCategory(
        text, char.IsLowSurrogate(text[index]) && index > 0 ? index - 1 : index);

    private enum CharacterKind { OfWord, Ignored, Separator }
}
