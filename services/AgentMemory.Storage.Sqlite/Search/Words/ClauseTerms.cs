using AgentMemory.Search;

namespace AgentMemory.Storage.Sqlite.Search.Words;

/// <summary>A clause of a query in numbers of the vocabulary; what it does not know occurs nowhere.</summary>
/// <param name="Term">The clause's own.</param>
/// <param name="All">With its stand-ins, and what an occurrence counts.</param>
internal sealed record ClauseTerms(int? Term, IReadOnlyList<(int Term, float Weight)> All)
{
    public static ClauseTerms[] Of(IReadOnlyList<QueryClause> clauses, Vocabulary vocabulary) => [.. clauses.Select(clause =>
    {
        var all = new List<(int, float)>();
        int? own = vocabulary.TryGet(clause.Term, out var term) ? term : null;
        if (own is not null)
            all.Add((term, 1));
        foreach (var (standIn, weight) in clause.StandIns)
        {
            if (vocabulary.TryGet(standIn, out var number))
                all.Add((number, weight));
        }

        return new ClauseTerms(own, all);
    })];
}
