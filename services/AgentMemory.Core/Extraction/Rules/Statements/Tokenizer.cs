using System.Collections.Frozen;

namespace AgentMemory.Extraction.Rules.Statements;

/// <summary>Words of a sentence as tokens: contractions and chat spellings written out.</summary>
internal static class Tokenizer
{
    private static readonly FrozenDictionary<string, string> Written =
        """
        i'm=I am; im=I am; i've=I have; ive=I have; i'll=I will; i'd=I would; we're=we are; we've=we have; we'll=we will;
        we'd=we would; you're=you are; he's=he is; he'll=he will; she'll=she will; they'll=they will; it'll=it will;
        you'll=you will; that'll=that will; you've=you have; they've=they have; she's=she is; it's=it is; they're=they are;
        that's=that is;
        there's=there is; what's=what is; whats=what is; who's=who is; name's=name is; don't=do not; dont=do not;
        doesn't=does not; doesnt=does not; didn't=did not; didnt=did not; can't=can not; cant=can not; cannot=can not;
        won't=will not; isn't=is not; isnt=is not; aren't=are not; wasn't=was not; weren't=were not; haven't=have not;
        hasn't=has not; wouldn't=would not; couldn't=could not; shouldn't=should not; gonna=going to; wanna=want to;
        gotta=have to; cuz=because; cos=because; u=you; ur=your; w=with; ppl=people; bday=birthday;
        fav=favorite; fave=favorite; bf=boyfriend; gf=girlfriend; thinkin=thinking
        """.Split(';', StringSplitOptions.TrimEntries).Select(entry => entry.Split('='))
        .ToFrozenDictionary(entry => entry[0], entry => entry[1], StringComparer.Ordinal);

    /// <summary>Words that "'s" before them makes a verb: "my sister's a nurse".</summary>
    private static readonly FrozenSet<string> AfterIs =
        WordSet.Of("a an called named from getting allergic been my");

    public static List<Token> Of(string text, Sentence sentence)
    {
        var words = Word.Of(text, sentence.Start, sentence.End);
        var tokens = new List<Token>(words.Count + 4);
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            var gap = i == 0 ? "" : text[words[i - 1].End..word.Start];
            var written = word.Lower == "cause" && gap.EndsWith('\'') ? "because" : Written.GetValueOrDefault(word.Lower)
                ?? (word.Lower.EndsWith("'s", StringComparison.Ordinal) && i + 1 < words.Count
                    && AfterIs.Contains(words[i + 1].Lower)
                    ? word.Text[..^2] + " is"
                    : word.Lower == "i" ? "I" : word.Text);
            foreach (var part in written.Split(' '))
            {
                tokens.Add(new Token(part, word.Start, word.End, gap));
                gap = " ";
            }
        }

        return tokens;
    }
}
