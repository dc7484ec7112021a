using System.Collections.Frozen;
using AgentMemory.Search;

namespace AgentMemory.Extraction.Rules.Statements.Families;

/// <summary>What happened or will happen, said with a word of its own.</summary>
internal static class Deeds
{
    private static readonly FrozenSet<string> Empty = WordSet.Of(
        """
        time blast fun lot while bit chance mess moment idea people way day setback hell ton bunch realization question
        milestone challenge file code bug error server command container tests email emails docker build branch database
        port app pipeline deployment script query lunch breakfast message function stuff best thinking
        change changes update updates package tests mistake culprit cause luck incident setback version experience
        task tasks ticket dishes
        """);

    /// <summary>Says what was done, with a word of its own.</summary>
    public static bool IsTelling(Complement rest) => rest.Object.Any(token => token.Lower.Length > 2
        && !StopWords.Contains(token.Lower))
            ? !Empty.Contains(rest.Head)
            : rest.Words.Any(token => token.Lower.Length > 3 && !StopWords.Contains(token.Lower) && !InTime(rest, token));

    private static bool InTime(Complement rest, Token token) =>
        rest.Times.Any(time => Enumerable.Range(time.Start, time.Length).Any(index => ReferenceEquals(rest.Tokens[index],
            token)));
}
