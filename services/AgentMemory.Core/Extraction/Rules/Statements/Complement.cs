namespace AgentMemory.Extraction.Rules.Statements;

/// <summary>What follows the words of a rule's pattern, up to where the clause stops saying something that can be understood
/// alone.</summary>
/// <param name="Tokens">Of the clause from the subject's verb on; the complement begins at <paramref name="Start"/>.</param>
/// <param name="Subject">Whom the clause is about.</param>
/// <param name="Times">Of the whole clause.</param>
internal sealed record Complement(IReadOnlyList<Token> Tokens, int Start, int End, Subject Subject,
    IReadOnlyList<TimePhrase> Times)
{
    public bool IsEmpty => End <= Start;

    /// <summary>A blank when there is none.</summary>
    public Token First => IsEmpty ? Nothing : Tokens[Start];

    public string FirstWord => IsEmpty ? "" : First.Lower;

    public bool HasDate => Times.Any(time => time.Date is not null);

    public IEnumerable<Token> Words => Tokens.Skip(Start).Take(End - Start);

    public IEnumerable<Token> UntimedWords => Enumerable.Range(Start, Math.Max(0, End - Start))
        .Where(index => !Times.Any(time => index >= time.Start && index < time.End)).Select(index => Tokens[index]);

    /// <summary>The noun phrase it begins with: up to a preposition, conjunction, comma or time.</summary>
    public IReadOnlyList<Token> Object
    {
        get
        {
            var end = Start;
            while (end < End && (end == Start || !IsBoundary(end)))
                end++;
            return [.. Tokens.Skip(Start).Take(end - Start)];
        }
    }

    /// <summary>The last word of <see cref="Object"/>.</summary>
    public string Head => Object is [.., var last] ? last.Lower : "";

    public bool Has(IReadOnlySet<string> words) => Words.Any(token => words.Contains(token.Lower));

    public bool ObjectHas(IReadOnlySet<string> words) => Object.Any(token => words.Contains(token.Lower));

    public bool Mentions(params ReadOnlySpan<string> words)
    {
        foreach (var token in Words)
        {
            if (words.Contains(token.Lower))
                return true;
        }

        return false;
    }

    private static readonly Token Nothing = new(" ", 0, 0, "");

    private bool IsBoundary(int index) => Tokens[index].HasComma || Times.Any(time => time.Start == index)
        || Tokens[index].Lower is "in" or "at" or "on" or "with" or "for" or "from" or "of" or "and" or "or" or "by"
            or "to" or "near"
            or "about" or "since" or "who" or "that" or "named" or "called" or "during" or "because" or "when" or "over"
                or "again"
                or "than";
}
