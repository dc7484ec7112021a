using AgentMemory.LongTermMemory;
using AgentMemory.Tenancy;

namespace AgentMemory.Search;

/// <summary>
/// Candidates for ranking. Scope and filter are evaluated before anything is ranked, so a small tenant is never crowded
/// out by a large one. A record is found from the moment its write was acknowledged, by any process.
/// </summary>
/// <remarks>
/// <para><b>SQLite</b>: postings in memory for words, FTS5 for phrases (docs/adr/0009); an exact scan of the vectors of the
/// owners that scope and filter admit (docs/adr/0005). Both are fed by the change feed. Listing is an index walk.</para>
/// <para><b>Redis</b>: FT.SEARCH with scope and filter as the pre-filter of the same query, values as hexadecimal tags; the
/// matches' terms are scored here, because the server's own statistics span all owners: of many matches, those of them that the
/// server ranks first. Each match brings what scoring needs of the messages around it (docs/adr/0014). KNN with EF_RUNTIME set, FLAT, or, where few are admitted, comparing all; distances are computed here.
/// Listing: FT.SEARCH SORTBY a field that sorts by creation and id.</para>
/// </remarks>
public interface IMemorySearchIndex
{
    /// <summary>Matching records, newest creation first, then id.</summary>
    Task<MemoryPage> ListAsync(AccessScope scope, MemoryFilter filter, int offset, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// The best <paramref name="limit"/> records for any of the query's clauses, highest score first, ties in a fixed order.
    /// <see cref="Candidates.Total"/> counts every match. Scores depend on records within the scope only. A literal query finds
    /// texts with a clause and scores them by <see cref="Bm25"/>. Any other also finds texts with a stand-in of a term, and the two
    /// messages before and after a message that is found, in the same session and admitted by the filter, and scores by
    /// <see cref="RelevanceScoring"/>: all of them where <see cref="TextQuery.IsExact"/>, else those that match best by their own
    /// words (<see cref="RelevancePool"/>) before the rest. What is found by its context alone is counted where it was ranked.
    /// </summary>
    Task<Candidates> MatchAsync(
        AccessScope scope, MemoryFilter filter, TextQuery query, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// The nearest <paramref name="limit"/> records by cosine distance (0 to 2), nearest first, ties in a fixed order, among those with a
    /// vector of the query's model. <see cref="Candidates.Total"/> counts the records the filter admits, embedded or not,
    /// or, with a maximum distance, those within it.
    /// </summary>
    Task<Candidates> NearestAsync(
        AccessScope scope, MemoryFilter filter, VectorQuery query, int limit, CancellationToken cancellationToken);

    /// <summary>Cosine distances of the given records; those without a vector of the query's model are absent.</summary>
    Task<IReadOnlyDictionary<MemoryKey, double>> DistancesAsync(
        AccessScope scope, IReadOnlyList<MemoryKey> keys, VectorQuery query, CancellationToken cancellationToken);

    /// <summary>The stored vectors of the given records, unit length; those without one of this space are absent.</summary>
    Task<IReadOnlyDictionary<MemoryKey, ReadOnlyMemory<float>>> VectorsAsync(
        AccessScope scope, IReadOnlyList<MemoryKey> keys, EmbeddingSpace space, CancellationToken cancellationToken);

    /// <summary>
    /// Stores vectors of records whose text is still <see cref="MemoryVector.Text"/>; others are ignored: a vector never
    /// recreates a record nor describes an old text.
    /// </summary>
    Task PutVectorsAsync(
        AccessScope scope, EmbeddingSpace space, IReadOnlyList<MemoryVector> vectors, CancellationToken cancellationToken);

    /// <summary>Up to <paramref name="limit"/> records without a vector of this space, oldest first.</summary>
    Task<IReadOnlyList<MemoryRecord>> WithoutVectorAsync(EmbeddingSpace space, int limit, CancellationToken cancellationToken);
}

public sealed record MemoryPage(IReadOnlyList<MemoryRecord> Records, long Total);

/// <param name="Value">A text score (higher is better, 0 or more) or a cosine distance (lower is better).</param>
public readonly record struct Candidate(MemoryRecord Record, double Value)
{
    /// <summary>Of a text score that was to be explained.</summary>
    public ScoreExplanation? Explanation { get; init; }
}

public sealed record Candidates(IReadOnlyList<Candidate> Items, long Total);

/// <summary>Vectors are comparable only within one model and size; different ones never mix.</summary>
/// <param name="Model">The provider's model name.</param>
/// <param name="Dimensions">Length of each vector.</param>
public sealed record EmbeddingSpace(string Model, int Dimensions);

/// <param name="Text">The text that was embedded.</param>
/// <param name="Values">float32, any norm but zero.</param>
public sealed record MemoryVector(MemoryKey Key, string Text, ReadOnlyMemory<float> Values);

/// <param name="MaximumDistance">Cosine distance, inclusive; <see langword="null"/> for no limit.</param>
public sealed record VectorQuery(EmbeddingSpace Space, ReadOnlyMemory<float> Values, double? MaximumDistance = null);
