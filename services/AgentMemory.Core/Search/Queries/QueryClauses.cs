using AgentMemory.Search.Analysis;

namespace AgentMemory.Search;

/// <summary>
/// A <see cref="TextQuery"/> in terms of the analyser: a word that it takes for several terms, or for none, asks for them one
/// after the other.
/// </summary>
/// <param name="Terms">Distinct.</param>
/// <param name="Phrases">As they were given.</param>
public sealed record QueryClauses(IReadOnlyList<QueryClause> Terms, IReadOnlyList<string> Phrases)
{
    /// <summary>Longer queries say themselves what they are about, and would become queries for half the dictionary.</summary>
    private const int MostExpanded = 16;

    public int Count => Terms.Count + Phrases.Count;

    public static QueryClauses Of(TextQuery query)
    {
        var terms = new List<string>();
        var phrases = query.Phrases.ToList();
        foreach (var word in query.Terms)
        {
            var analysed = TextAnalyzer.Terms(word);
            // Pairs of characters are what such a word consists of, and any of them says something.
            if (analysed.Count == 1 || (analysed.Count > 1 && word.All(TextAnalyzer.IsUnspaced)))
                terms.AddRange(analysed);
            else
                phrases.Add(word);
        }

        var distinct = terms.Distinct(StringComparer.Ordinal).ToArray();
        var expands = !query.IsLiteral && distinct.Length <= MostExpanded;
        return new([.. distinct.Select(term => new QueryClause(term, expands ? Concepts.StandInsFor(term, distinct) : []))], phrases);
    }
}

/// <summary>What is asked for by one word.</summary>
/// <param name="Term">As <see cref="TextAnalyzer"/> makes it.</param>
/// <param name="StandIns">Terms that say the same, or name one of what the word is a kind of.</param>
public sealed record QueryClause(string Term, IReadOnlyList<StandIn> StandIns);

/// <param name="Weight">Of one occurrence, where the term itself has 1.</param>
public readonly record struct StandIn(string Term, float Weight);
