namespace AgentMemory.Extraction.Rules;

/// <summary>A run of letters and digits of a text, with the apostrophes, hyphens and ampersands inside it.</summary>
/// <param name="Start">Its first character's index in the text.</param>
internal readonly record struct Word(string Text, int Start)
{
    /// <summary>Longer runs are no words; they end a word so that no input makes words of any size.</summary>
    private const int MaximumLength = 60;

    public int End => Start + Text.Length;

    public bool IsCapitalised => char.IsUpper(Text[0]);

    /// <summary>Lower case, with the typewriter's apostrophe.</summary>
    public string Lower => Text.ToLowerInvariant().Replace('’', '\'');

    /// <summary>The words of <paramref name="text"/> between two indexes, in order.</summary>
    public static List<Word> Of(string text, int start, int end)
    {
        var words = new List<Word>();
        for (var i = start; i < end;)
        {
            if (!char.IsLetterOrDigit(text[i]))
            {
                i++;
                continue;
            }

            var first = i++;
            while (i < end && i - first < MaximumLength && (char.IsLetterOrDigit(text[i]) || Joins(text, i, end)))
                i++;
            words.Add(new Word(text[first..i], first));
        }

        return words;
    }

    private static bool Joins(string text, int index, int end) =>
        text[index] is '\'' or '’' or '-' or '&' or '.' or ',' or '+'
        && index + 1 < end && char.IsLetterOrDigit(text[index + 1]) && char.IsLetterOrDigit(text[index - 1])
        && (text[index] is not ('.' or ',') || (char.IsDigit(text[index - 1]) && char.IsDigit(text[index + 1])))
        && text[index] != '+';
}
