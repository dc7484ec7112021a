namespace AgentMemory.Extraction.Rules;

/// <summary>A sentence of a text, from <paramref name="Start"/> up to <paramref name="End"/>, without the marks that end
/// it.</summary>
/// <param name="Mark">What ends it: <c>.</c>, <c>!</c>, <c>?</c>, or a line's end.</param>
internal readonly record struct Sentence(int Start, int End, char Mark)
{
    public bool IsQuestion => Mark == '?';

    public static List<Sentence> Of(string text)
    {
        var sentences = new List<Sentence>();
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (!Ends(text, i))
                continue;
            var mark = text[i];
            var end = i;
            // "?!" asks, "..." and "!!" end once.
            while (i + 1 < text.Length && text[i + 1] is '.' or '!' or '?' or '…')
                mark = text[++i] == '?' ? '?' : mark;
            Add(sentences, text, start, end, mark);
            start = i + 1;
        }

        Add(sentences, text, start, text.Length, '\n');
        return sentences;
    }

    private static void Add(List<Sentence> sentences, string text, int start, int end, char mark)
    {
        while (start < end && (char.IsWhiteSpace(text[start]) || text[start] is '-' or '*' or '•' or ')' or ',' or '#'))
            start++;
        while (end > start && char.IsWhiteSpace(text[end - 1]))
            end--;
        if (end > start)
            sentences.Add(new Sentence(start, end, mark));
    }

    private static bool Ends(string text, int index) => text[index] switch
    {
        '\n' or '\r' or '!' or '?' or '…' => true,
        '.' => (index + 1 == text.Length || !char.IsLetterOrDigit(text[index + 1])) && !IsAbbreviation(text, index),
        _ => false,
    };

    private static bool IsAbbreviation(string text, int dot)
    {
        var start = dot;
        while (start > 0 && (char.IsLetter(text[start - 1]) || text[start - 1] == '.') && dot - start < 6)
            start--;
        return text.AsSpan(start, dot - start) switch
        {
            "Dr" or "Mr" or "Mrs" or "Ms" or "St" or "Prof" or "Jr" or "Sr" or "vs" or "e.g" or "i.e" or "approx" or "No"
                or "Mt" => true,
            // Initials, as in "J. Smith".
            [var only] => char.IsUpper(only) && only != 'I' && dot + 2 < text.Length && char.IsUpper(text[dot + 2]),
            _ => false,
        };
    }
}
