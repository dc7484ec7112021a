using AgentMemory.Search.Analysis;

namespace AgentMemory.Search;

/// <summary>
/// A <see cref="TextQuery"/> in terms of the analyser: a clause that it takes for several words, or for none, asks for them one
/// after the other.
/// </summary>
/// <param name="Terms">As <see cref="TextAnalyzer"/> makes them.</param>
/// <param name="Phrases">As they were given.</param>
public sealed record QueryClauses(IReadOnlyCollection<string> Terms, IReadOnlyList<string> Phrases)
{
    public static QueryClauses Of(TextQuery query)
    {
        var terms = new HashSet<string>(StringComparer.Ordinal);
        var phrases = query.Phrases.ToList();
        foreach (var clause in query.Terms)
        {
            if (TextAnalyzer.Terms(clause) is [var term])
                terms.Add(term);
            else
                phrases.Add(clause);
        }

        return new(terms, phrases);
    }
}
