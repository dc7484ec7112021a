using AgentMemory.Search;

namespace AgentMemory.Storage.Sqlite.Search.Words;

/// <param name="Best">Best first.</param>
/// <param name="Total">How many texts match.</param>
internal sealed record WordMatches(IReadOnlyList<WordMatch> Best, long Total);

internal readonly record struct WordMatch(long Row, double Score, ScoreExplanation? Explanation = null);
