namespace AgentMemory.Search;

/// <summary>
/// Okapi BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009), as every store scores words:
/// Σ ln(1 + (N − n + ½) / (n + ½)) · f (k₁ + 1) / (f + k₁ (1 − b + b · length / average)). With k₁ = 0.9 and b = 0.4, which
/// suit short texts better than the usual 1.2 and 0.75. N, n and the average are of the records of the owners searched, so that
/// nothing of others shows in a score.
/// </summary>
public static class Bm25
{
    /// <summary>Occurrences in one text beyond these make no difference to a score.</summary>
    public const byte MaximumCount = byte.MaxValue;

    private const float K1 = 0.9f;
    private const float B = 0.4f;

    /// <param name="terms">Of all documents together.</param>
    public static float AverageLength(long documents, long terms) =>
        documents == 0 ? 1 : Math.Max(1, (float)terms / documents);

    /// <param name="matching">How many of the documents a term or phrase occurs in; those with only a stand-in of it count half.</param>
    public static float Weight(long documents, float matching) =>
        MathF.Log(1 + (documents - matching + 0.5f) / (matching + 0.5f));

    /// <summary>What one term or phrase adds to the score of a document it occurs in.</summary>
    /// <param name="count">Occurrences, at most <see cref="MaximumCount"/>, those of stand-ins and of context by their weight; 1 for a
    /// phrase, however often it occurs.</param>
    /// <param name="length">Of the document, in terms.</param>
    public static float Score(float weight, float count, float length, float averageLength) =>
        new Bm25Clause(weight, averageLength).Score(count, length);

    /// <summary>How strongly a document has a term: all that a score depends on beside the weight.</summary>
    public static float Strength(float count, float length, float averageLength) => count / Resistance(length, averageLength);

    /// <summary>The score of a document that has a term or phrase with that <see cref="Strength"/>.</summary>
    public static float Score(float weight, float strength) => weight * strength * (K1 + 1) / (strength + 1);

    /// <summary>What no score of a term or phrase reaches.</summary>
    internal static float Most(float weight) => weight * (K1 + 1);

    internal static float ResistancePerTerm(float averageLength) => K1 * B / averageLength;

    /// <param name="perTerm">See <see cref="ResistancePerTerm"/>.</param>
    internal static float ResistanceOf(float length, float perTerm) => K1 * (1 - B) + perTerm * length;

    private static float Resistance(float length, float averageLength) => ResistanceOf(length, ResistancePerTerm(averageLength));
}
