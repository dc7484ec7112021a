namespace AgentMemory.Extraction.Rules.Statements;

/// <summary>
/// The words a statement begins with after its subject. Words are separated by blanks, alternatives by <c>|</c>; <c>?</c> ends
/// an optional one. Words are compared by their form (<c>be</c> is am, is, are). <c>&lt;past&gt;</c>, <c>&lt;ing&gt;</c>,
/// <c>&lt;base&gt;</c> and <c>&lt;often&gt;</c> stand for a past, a gerund, a verb, an adverb of frequency. Adverbs in
/// between are passed over;
/// negations never are.
/// </summary>
internal sealed class Pattern(string words)
{
    private readonly string[][] _steps = [.. words.Split(' ').Select(step => step.TrimEnd('?').Split('|'))];
    private readonly bool[] _optional = [.. words.Split(' ').Select(step => step.EndsWith('?'))];

    /// <summary>The index after the last word matched, or -1.</summary>
    public int Match(IReadOnlyList<Token> tokens, int start)
    {
        var at = start;
        for (var step = 0; step < _steps.Length; step++)
        {
            var found = Find(tokens, at, _steps[step]);
            if (found >= 0)
                at = found + 1;
            else if (!_optional[step])
                return -1;
        }

        return at;
    }

    private static int Find(IReadOnlyList<Token> tokens, int at, string[] words)
    {
        for (; at < tokens.Count; at++)
        {
            var token = tokens[at];
            foreach (var word in words)
            {
                if (Is(token, word))
                    return at;
            }

            if (!Lexicon.Adverbs.Contains(token.Lower))
                return -1;
        }

        return -1;
    }

    private static bool Is(Token token, string word) => word switch
    {
        "<past>" => Verbs.IsPast(token.Lower),
        "<ing>" => Verbs.IsGerund(token.Lower),
        "<base>" => Verbs.IsBase(token.Form),
        "<often>" => Lexicon.Frequencies.Contains(token.Lower),
        _ => token.Form == word || token.Lower == word,
    };
}
