using AgentMemory.Errors;

namespace AgentMemory.Search;

/// <summary>
/// Names a client may give for the text score. They come from Redis; whichever is named, scores are those of the store's
/// ranker, since all are divided by the best one before they are returned (spec 6.2).
/// </summary>
public static class TextScorers
{
    public static IReadOnlyList<string> Known { get; } =
    [
        "BM25STD", "BM25", "BM25STD.NORM", "BM25STD.TANH", "TFIDF", "TFIDF.DOCNORM", "DISMAX", "DOCSCORE", "HAMMING",
    ];

    /// <exception cref="InvalidRequestException">No such scorer (T47).</exception>
    public static void Demand(string scorer)
    {
        if (!Known.Contains(scorer, StringComparer.OrdinalIgnoreCase))
            throw new InvalidRequestException($"`text_scorer` is not known: use one of {string.Join(", ", Known)}");
    }
}
