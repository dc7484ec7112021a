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
        IReadOnlyList<Token> rest = tokens;
        for (var count = 1; count < Most && Clause.Of(rest) is { } clause; count++)
        {
            var and = ClauseSplitter.SecondVerb(rest, clause.Verb);
            if (and < 0)
                break;
            yield return [.. rest.Take(and)];
            rest = [.. rest.Take(clause.Verb), .. rest.Skip(and + 1)];
        }

        yield return rest;
    }
}
