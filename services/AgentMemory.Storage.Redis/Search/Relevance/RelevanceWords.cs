using System.Globalization;
using System.Text;
using AgentMemory.Search;
using AgentMemory.Storage.Redis.LongTermMemory;

namespace AgentMemory.Storage.Redis.Search.Relevance;

/// <summary>The clauses of a query in the language of the index. Stand-ins weigh what they weigh in scores, so that the
/// server's best are near to being ours.</summary>
internal sealed class RelevanceWords
{
    private readonly List<string> _clauses = [];

    public RelevanceWords(TextQuery query)
    {
        Clauses = QueryClauses.Of(query);
        foreach (var (term, standIns) in Clauses.Terms)
        {
            var alone = IndexedTerms.Query(term);
            var others = standIns.Where(IsTerm).ToList();
            _clauses.Add(alone + Weighed(others));
            Counted.Add(alone);
            if (others.Count > 0)
                Counted.Add(string.Join('|', others.Select(other => IndexedTerms.Query(other.Term)).Prepend(alone)));
            CountsOfTerms.Add((Counted.Count - (others.Count > 0 ? 2 : 1), Counted.Count - 1));
        }

        foreach (var phrase in SearchClause.OfPhrases(Clauses.Phrases))
        {
            Phrases.Add(phrase);
            if (phrase is null)
                continue;
            _clauses.Add(phrase.Query);
            Counted.Add(phrase.Query);
        }
    }

    public QueryClauses Clauses { get; }

    /// <summary>Whether no text can have a clause.</summary>
    public bool IsEmpty => _clauses.Count == 0;

    /// <summary>Beside those of the query; <see langword="null"/> for one without a single term, which occurs nowhere.</summary>
    public List<SearchClause?> Phrases { get; } = [];

    /// <summary>What is to be counted: of each term the texts that have it and, of one with stand-ins, those that have it or one of
    /// them; of each phrase the texts that have it.</summary>
    public List<string> Counted { get; } = [];

    /// <summary>For each term, which of <see cref="Counted"/> say how many texts have it, and how many it or a stand-in.</summary>
    public List<(int Term, int Any)> CountsOfTerms { get; } = [];

    /// <summary>Finds the texts with any clause.</summary>
    public string Query => $"@{MemoryFields.Terms}:({string.Join('|', _clauses)})";

    /// <summary>Of the clauses, as <see cref="RelevanceScoring"/> takes them.</summary>
    /// <param name="counts">Beside <see cref="Counted"/>. Taken one after the other while others write, they may contradict each
    /// other.</param>
    public float[] Weights(IReadOnlyList<long> counts, long documents)
    {
        var weights = new List<float>(Clauses.Count);
        foreach (var (term, any) in CountsOfTerms)
            weights.Add(Bm25.Weight(documents, (Math.Min(counts[term], documents) + Math.Min(counts[any], documents)) / 2f));
        var counted = CountsOfTerms.Count == 0 ? 0 : CountsOfTerms[^1].Any + 1;
        foreach (var phrase in Phrases)
            weights.Add(Bm25.Weight(documents, phrase is null ? 0 : Math.Min(counts[counted++], documents)));
        return [.. weights];
    }

    /// <summary>Of two words that belong together there is no term.</summary>
    private static bool IsTerm(StandIn standIn) => standIn.Term.Length > 0 && !standIn.Term.Contains(' ');

    private static string Weighed(IEnumerable<StandIn> standIns)
    {
        var query = new StringBuilder();
        foreach (var group in standIns.GroupBy(standIn => standIn.Weight))
        {
            var terms = string.Join('|', group.Select(standIn => IndexedTerms.Query(standIn.Term)));
            query.Append(CultureInfo.InvariantCulture, $"|({terms})=>{{$weight:{group.Key}}}");
        }

        return query.ToString();
    }
}
