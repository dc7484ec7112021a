using AgentMemory.Search;
using AgentMemory.Search.Analysis;

namespace AgentMemory.Storage.Redis.Search;

/// <summary>A term or phrase of a query.</summary>
/// <param name="Terms">At least one.</param>
/// <param name="IsPhrase">Counts once wherever it occurs.</param>
internal sealed record SearchClause(IReadOnlyList<string> Terms, bool IsPhrase)
{
    /// <summary>Finds the texts it occurs in.</summary>
    public string Query { get; } = IndexedTerms.QueryPhrase(Terms);

    /// <summary>Clauses without a single term, which occur nowhere, are left out.</summary>
    public static IReadOnlyList<SearchClause> Of(TextQuery query)
    {
        var (terms, phrases) = QueryClauses.Of(query);
        return
        [
            .. terms.Select(clause => new SearchClause([clause.Term], IsPhrase: false)), .. OfPhrases(phrases).OfType<SearchClause>(),
        ];
    }

    /// <summary>One for each; <see langword="null"/> for one without a single term.</summary>
    public static IEnumerable<SearchClause?> OfPhrases(IEnumerable<string> phrases) =>
        phrases.Select(TextAnalyzer.Terms).Select(words => words.Count > 0 ? new SearchClause(words, IsPhrase: true) : null);
}
