namespace AgentMemory.Extraction.Rules.Statements;

internal sealed partial class TimePhrases
{
    /// <summary>"Since I was a kid", "since I was nine"; "since our last chat", which says nothing to others.</summary>
    private TimePhrase? Since(int start)
    {
        if (Word(start) != "since")
            return null;
        if (Word(start + 1) == "i" && Word(start + 2) == "was")
        {
            var i = Word(start + 3) == "a" ? start + 4 : start + 3;
            if (Word(i) is "kid" or "child" or "little" or "young" or "small")
                return new TimePhrase(start, i + 1 - start, "since childhood", null);
            return Calendar.Count(Word(i)) is > 2 and < 100 && i == start + 3
                ? new TimePhrase(start, 4, $"since the age of {tokens[i].Text}", null) : null;
        }

        if (Word(start + 1) is "our" or "my" or "the" && Word(start + 2) == "last" && IsTalk(Word(start + 3)))
            return new TimePhrase(start, 4, "", null);
        if (Word(start + 1) is not "we")
            return null;
        var spoke = Word(start + 2) == "last" ? start + 3 : start + 2;
        return Word(spoke) is "spoke" or "talked" or "chatted"
            ? new TimePhrase(start, (Word(spoke + 1) == "last" ? spoke + 2 : spoke + 1) - start, "", null) : null;
    }

    private static bool IsTalk(string word) => word is "chat" or "talk" or "conversation" or "convo" or "call";
}
