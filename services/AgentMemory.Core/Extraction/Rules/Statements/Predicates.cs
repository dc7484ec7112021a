namespace AgentMemory.Extraction.Rules.Statements;

/// <summary>
/// A clause whose subject does several things, as one clause each: "I live in Rome and work for the city". The second is
/// repeated with the subject of the first, and with its time.
/// </summary>
internal static class Predicates
{
    private const int Most = 4;

    public static IEnumerable<IReadOnlyList<Token>> Of(List<Token> tokens)
    {
        foreach (var trait in Traits(tokens))
            yield return trait;
        IReadOnlyList<Token> rest = tokens;
        for (var count = 1; count < Most && Clause.Of(rest) is { } clause; count++)
        {
            if (ClauseSplitter.SecondVerb(rest, clause.Verb) is not { } second)
                break;
            yield return [.. rest.Take(second.End)];
            rest = [.. rest.Take(clause.Verb), .. rest.Skip(second.Verb)];
        }

        yield return rest;
    }

    /// <summary>"I'm Tom, 34, from Leeds": what follows the first comma, each as "I am".</summary>
    private static IEnumerable<IReadOnlyList<Token>> Traits(List<Token> tokens)
    {
        var am = tokens.FindIndex(token => token.Lower == "am");
        if (am < 1 || tokens[am - 1].Lower != "i")
            yield break;
        for (var start = am + 2; start < tokens.Count;)
        {
            var end = tokens.FindIndex(start, token => token.HasComma && token != tokens[start]);
            end = end < 0 ? tokens.Count : end;
            if (tokens[start].HasComma && (tokens[start].Lower == "from" || (tokens[start].IsNumber && end == start + 1)))
                yield return [tokens[am - 1], tokens[am], tokens[start] with { Gap = " " },
                    .. tokens.Skip(start + 1).Take(end - start - 1)];
            start = end;
        }
    }
}
