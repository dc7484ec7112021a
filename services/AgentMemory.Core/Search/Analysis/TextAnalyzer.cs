using System.Globalization;
using System.Text;

namespace AgentMemory.Search.Analysis;

/// <summary>
/// Turns text into the terms that search compares: runs of letters, digits and combining marks of any script, lower-cased,
/// without diacritics, a possessive <c>'s</c> cut, irregular English forms led back, the rest stemmed. Memories and queries go
/// through the same steps. Stop words are terms too: they leave queries, not memories.
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
        for (var i = 0; i < text.Length; i++)
        {
            var kind = char.IsAscii(text[i])
                ? char.IsAsciiLetterOrDigit(text[i]) ? CharacterKind.OfWord : CharacterKind.Separator
                : KindOf(text, i);
            if (kind == CharacterKind.OfWord)
            {
                if (length < MaximumTermLength)
                    word[length++] = char.ToLowerInvariant(text[i]);
            }
            else if (kind == CharacterKind.Separator)
            {
                Emit(word[..length], state, action);
                length = 0;
                if (IsPossessive(text, i))
                    i++;
            }
        }

        Emit(word[..length], state, action);
    }

    public static IReadOnlyList<string> Terms(string text)
    {
        var terms = new List<string>();
        ForEachTerm(text, terms, static (found, term) => found.Add(term.ToString()));
        return terms;
    }

    private static void Emit<TState>(scoped Span<char> word, TState state, TermAction<TState> action)
    {
        if (word.IsEmpty)
            return;
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
