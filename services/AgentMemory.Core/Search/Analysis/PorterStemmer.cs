namespace AgentMemory.Search.Analysis;

/// <summary>
/// Martin Porter's algorithm for English ("An algorithm for suffix stripping", 1980) with the three departures of its
/// author's own implementation: words of one or two letters stay, and steps 2 end in <c>bli</c>, <c>logi</c>. Works in
/// place on lower-case ASCII letters.
/// </summary>
internal ref struct PorterStemmer
{
    private readonly Span<char> _word;
    private int _end; // Index of the last letter.
    private int _stem; // Index of the last letter before the suffix last matched.

    private PorterStemmer(Span<char> word)
    {
        _word = word;
        _end = word.Length - 1;
    }

    /// <returns>How many letters of the word remain; some may have changed.</returns>
    public static int Stem(Span<char> word)
    {
        if (word.Length <= 2)
            return word.Length;
        var stemmer = new PorterStemmer(word);
        stemmer.RemovePluralsAndParticiples();
        stemmer.TurnFinalYToI();
        stemmer.ReplaceFirst(DoubleSuffixes);
        stemmer.ReplaceFirst(Suffixes);
        stemmer.RemoveResidualSuffix();
        stemmer.RemoveFinalE();
        return stemmer._end + 1;
    }

    private static readonly (string Suffix, string Replacement)[] DoubleSuffixes =
    [
        ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("bli", "ble"),
        ("alli", "al"), ("entli", "ent"), ("eli", "e"), ("ousli", "ous"), ("ization", "ize"), ("ation", "ate"),
        ("ator", "ate"), ("alism", "al"), ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"),
        ("iviti", "ive"), ("biliti", "ble"), ("logi", "log"),
    ];

    private static readonly (string Suffix, string Replacement)[] Suffixes =
    [
        ("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", ""),
    ];

    private static readonly string[] ResidualSuffixes =
    [
        "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate", "iti", "ous",
        "ive", "ize",
    ];

    private void RemovePluralsAndParticiples()
    {
        if (_word[_end] == 's')
        {
            if (EndsWith("sses"))
                _end -= 2;
            else if (EndsWith("ies"))
                SetTo("i");
            else if (_word[_end - 1] != 's')
                _end--;
        }

        if (EndsWith("eed"))
        {
            if (Measure() > 0)
                _end--;
        }
        else if ((EndsWith("ed") || EndsWith("ing")) && HasVowelInStem())
        {
            _end = _stem;
            if (EndsWith("at"))
                SetTo("ate");
            else if (EndsWith("bl"))
                SetTo("ble");
            else if (EndsWith("iz"))
                SetTo("ize");
            else if (IsDoubleConsonant(_end) && _word[_end] is not ('l' or 's' or 'z'))
                _end--;
            else
            {
                _stem = _end;
                if (Measure() == 1 && EndsConsonantVowelConsonant(_end))
                    SetTo("e");
            }
        }
    }

    private void TurnFinalYToI()
    {
        if (EndsWith("y") && HasVowelInStem())
            _word[_end] = 'i';
    }

    /// <summary>Of the suffixes the word may end in, the first that matches decides, whether it may be replaced or not.</summary>
    private void ReplaceFirst((string Suffix, string Replacement)[] rules)
    {
        foreach (var (suffix, replacement) in rules)
        {
            if (!EndsWith(suffix))
                continue;
            if (Measure() > 0)
                SetTo(replacement);
            return;
        }
    }

    private void RemoveResidualSuffix()
    {
        // "ement" and "ment" before "ent", so that the longest match decides.
        foreach (var suffix in ResidualSuffixes)
        {
            if (!EndsWith(suffix) || (suffix == "ion" && (_stem < 0 || _word[_stem] is not ('s' or 't'))))
                continue;
            if (Measure() > 1)
                _end = _stem;
            return;
        }
    }

    private void RemoveFinalE()
    {
        _stem = _end;
        if (_word[_end] == 'e')
        {
            _stem = _end - 1;
            var measure = Measure();
            if (measure > 1 || (measure == 1 && !EndsConsonantVowelConsonant(_end - 1)))
                _end--;
        }

        _stem = _end;
        if (_word[_end] == 'l' && IsDoubleConsonant(_end) && Measure() > 1)
            _end--;
    }

    private bool EndsWith(ReadOnlySpan<char> suffix)
    {
        if (suffix.Length > _end + 1 || !_word[..(_end + 1)].EndsWith(suffix))
            return false;
        _stem = _end - suffix.Length;
        return true;
    }

    private void SetTo(ReadOnlySpan<char> replacement)
    {
        replacement.CopyTo(_word[(_stem + 1)..]);
        _end = _stem + replacement.Length;
    }

    private readonly bool IsConsonant(int index) => _word[index] switch
    {
        'a' or 'e' or 'i' or 'o' or 'u' => false,
        'y' => index == 0 || !IsConsonant(index - 1),
        _ => true,
    };

    /// <summary>Vowel-consonant sequences in the stem: the m of the paper.</summary>
    private readonly int Measure()
    {
        var count = 0;
        var index = 0;
        while (index <= _stem && IsConsonant(index))
            index++;
        while (index <= _stem)
        {
            while (index <= _stem && !IsConsonant(index))
                index++;
            if (index > _stem)
                break;
            count++;
            while (index <= _stem && IsConsonant(index))
                index++;
        }

        return count;
    }

    private readonly bool HasVowelInStem()
    {
        for (var index = 0; index <= _stem; index++)
        {
            if (!IsConsonant(index))
                return true;
        }

        return false;
    }

    private readonly bool IsDoubleConsonant(int index) =>
        index >= 1 && _word[index] == _word[index - 1] && IsConsonant(index);

    /// <summary>As in -wil, -hop, whose e was cut; not after w, x or y.</summary>
    private readonly bool EndsConsonantVowelConsonant(int index) =>
        index >= 2 && IsConsonant(index) && !IsConsonant(index - 1) && IsConsonant(index - 2) && _word[index] is not ('w' or 'x' or 'y');
}
