using System.Text;
using AgentMemory.Extraction.Rules.Statements;

namespace AgentMemory.Extraction.Rules;

/// <summary>Writes the relative times of a sentence out, so that it means the same on any other day.</summary>
internal static class AbsoluteTimes
{
    /// <param name="said">The day the sentence was written, in UTC.</param>
    public static string In(string text, Sentence sentence, DateOnly said)
    {
        var tokens = Tokenizer.Of(text, sentence);
        var times = TimePhrases.Find(tokens, said, TenseOf(tokens), keepsYearOpen: false, out _);
        var written = new StringBuilder();
        var at = sentence.Start;
        foreach (var time in times)
        {
            // A time with its year is absolute; "now" and "just" say nothing that another day would change for the worse.
            if (time.Text.Length == 0 || tokens[time.Start].Lower == "just" || HasYear(tokens, time))
                continue;
            written.Append(text, at, tokens[time.Start].Start - at).Append(time.Text);
            at = tokens[time.End - 1].End;
        }

        return written.Append(text, at, sentence.End - at).ToString();
    }

    private static bool HasYear(List<Token> tokens, TimePhrase time) =>
        tokens.Skip(time.Start).Take(time.Length).Any(token => Calendar.Year(token) is not null);

    private static Tense TenseOf(List<Token> tokens)
    {
        foreach (var token in tokens)
        {
            if (token.Lower is "will" or "going" or "plan" or "planning" or "have" || Verbs.IsGerund(token.Lower))
                return Tense.Future;
            if (token.Form is "was" or "had" or "did" || Verbs.IsPast(token.Lower))
                return Tense.Past;
        }

        return Tense.Future;
    }
}
