using System.Collections.Frozen;

namespace AgentMemory.Extraction.Rules.Statements;

/// <summary>
/// The sentences of a message that its author means as their own: no questions, no quotations, no parts to be played, no texts
/// handed over to be worked on, nothing said in jest.
/// </summary>
internal static class OwnWords
{
    /// <summary>Longer sentences are lists or documents.</summary>
    private const int LongestSentence = 600;

    private static readonly string[] Jests = ["just kidding", "jk", "j/k", "only joking", "just joking", "kidding"];

    private static readonly string[] Ironies = ["🙄", "/s", "yeah right", "oh sure", "sure sure", "as if "];

    /// <summary>Orders after which "I" is not the author.</summary>
    private static readonly FrozenSet<string> Orders = WordSet.Of(
        """
        translate rewrite rephrase proofread paraphrase summarize summarise pretend imagine roleplay role-play act impersonate
        correct edit improve
        """);

    private static readonly FrozenSet<string> Courtesies = WordSet.Of(
        """
        please pls can could would you now ok okay hey hi kindly then lets let's i want need to and also so help me
        """);

    private static readonly FrozenSet<string> Reports = WordSet.Of(
        """
        said says say saying told tells wrote writes write asked asks goes reads screamed yelled texted replied answered
        called titled quote lyrics claims argues
        """);

    /// <summary>Beginnings before a colon that announce the author's own words.</summary>
    private static readonly FrozenSet<string> Announcements = WordSet.Of(
        """
        update fact fyi btw me context background news edit note info intro ps p.s reminder plan
        """);

    /// <summary>The clauses of a message, each with the sentence it is of.</summary>
    public static IEnumerable<List<Token>> Clauses(string prose)
    {
        if (Jests.Any(jest => ContainsWord(prose, jest)))
            yield break;
        var quoted = Quoted(prose);
        foreach (var sentence in Sentence.Of(prose))
        {
            var text = prose.AsSpan(sentence.Start, sentence.End - sentence.Start);
            if (text.Length > LongestSentence || IsIronic(prose, sentence))
                continue;
            var tokens = Tokenizer.Of(prose, sentence);
            if (tokens.Count == 0)
                continue;
            if (HandsOver(tokens, text))
                yield break;
            foreach (var clause in Stated(tokens, sentence))
            {
                if (!clause.Exists(token => quoted[token.Start] && IsFirstPerson(token)))
                    yield return clause;
            }
        }
    }

    private static IEnumerable<List<Token>> Stated(List<Token> tokens, Sentence sentence)
    {
        var clauses = ClauseSplitter.Of(tokens);
        var last = clauses.Count;
        if (sentence.IsQuestion)
        {
            // "I'm vegan, any tips?" states something before it asks.
            last = clauses.FindIndex(clause => clause.Count > 0 && ClauseSplitter.Opens(clause[0]));
            if (last <= 0)
                yield break;
        }

        for (var i = 0; i < last; i++)
        {
            if (clauses[i].Count == 0)
                continue;
            if (clauses[i].Exists(token => token.Lower is "if" or "wish" or "imagine" or "pretend" or "suppose" or "unless"))
                yield break;
            if (i > 0 && clauses[i][0].Gap.Contains(':', StringComparison.Ordinal) && !Announces(clauses[i - 1]))
                yield break;
            if (i > 0 && clauses[i - 1].Exists(token => Reports.Contains(token.Lower))
                && clauses[i][0].Gap.AsSpan().IndexOfAny(":\"“'") >= 0)
                yield break;
            // What follows an opener is asked, with or without its mark.
            if (ClauseSplitter.Opens(clauses[i][0]) && clauses[i][0].Lower is not ("have" or "got" or "when" or "who")
                && clauses[i] is not [{ Lower: "please" or "pls" }, { Lower: "call" }, ..])
                continue;
            // "I love hiking when ..." and "which I ...", "when I ...": said of something else.
            if (clauses[i][0].Lower is "when" or "who" or "which" or "where" or "except" or "whereas")
                continue;
            if (clauses[i].Count >= 3 && clauses[i].TakeLast(3).Any(token => token.Lower is "think" or "guess")
                && clauses[i][^1].Lower is "think" or "guess")
                continue;
            yield return clauses[i];
        }
    }

    private static bool Announces(List<Token> clause) => clause.Count <= 5 && Announcements.Contains(clause[^1].Lower);

    /// <summary>"Translate:", "Pretend you are", "Write a story like this:", "Asking for a friend".</summary>
    private static bool HandsOver(List<Token> tokens, ReadOnlySpan<char> text)
    {
        if (text.StartsWith("asking for a friend", StringComparison.OrdinalIgnoreCase))
            return true;
        var first = tokens.FindIndex(token => !Courtesies.Contains(token.Lower));
        if (first < 0)
            return false;
        var isWriting = tokens[first].Lower is "write" or "draft" or "compose" or "continue" or "complete" or "finish"
            or "fix" or "use" or "generate" or "create";
        return Orders.Contains(tokens[first].Lower) || (isWriting && text.Contains(':'));
    }

    private static bool IsFirstPerson(Token token) => token.Lower is "i" or "my" or "me" or "we" or "our";

    private static bool IsIronic(string prose, Sentence sentence)
    {
        // A face after the sentence's mark still belongs to it.
        var end = Math.Min(prose.Length, sentence.End + 4);
        var text = prose.AsSpan(sentence.Start, end - sentence.Start);
        foreach (var irony in Ironies)
        {
            if (text.Contains(irony, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>For each character, whether it stands between double quotation marks of its line.</summary>
    private static bool[] Quoted(string prose)
    {
        var quoted = new bool[prose.Length];
        var isQuoted = false;
        for (var i = 0; i < prose.Length; i++)
        {
            if (prose[i] is '\n')
                isQuoted = false;
            else if (prose[i] is '“' or '”' or '"')
                isQuoted = prose[i] == '“' || (prose[i] == '"' && !isQuoted);
            quoted[i] = isQuoted;
        }

        return quoted;
    }

    private static bool ContainsWord(string text, string phrase)
    {
        for (var at = text.IndexOf(phrase, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(phrase, at + 1,
            StringComparison.OrdinalIgnoreCase))
        {
            var end = at + phrase.Length;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end])))
                return true;
        }

        return false;
    }
}
