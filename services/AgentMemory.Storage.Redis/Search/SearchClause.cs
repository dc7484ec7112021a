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
            .. terms.Select(term => new SearchClause([term], IsPhrase: false)),
            .. phrases.Select(TextAnalyzer.Terms).Where(words => words.Count > 0).Select(words => new SearchClause(words, IsPhrase: true)),
        ];
    }

    /// <summary>As <see cref="Bm25"/> counts it.</summary>
    public int CountIn(ReadOnlySpan<string> text)
    {
        var count = 0;
        for (; text.Length >= Terms.Count && count < Bm25.MaximumCount; text = text[1..])
        {
            if (!StandsAt(text))
                continue;
            if (IsPhrase)
                return 1;
            count++;
        }

        return count;
    }

    private bool StandsAt(ReadOnlySpan<string> text)
    {
        for (var i = 0; i < Terms.Count; i++)
        {
            if (text[i] != Terms[i])
                return false;
        }

        return true;
    }
}
