using AgentMemory.Search;

namespace AgentMemory.Storage.Redis.Search;

/// <summary><see cref="Bm25"/> over the texts of the admitted owners.</summary>
internal sealed class WordScoring
{
    private readonly float[] _weights;
    private readonly float _averageLength;

    /// <param name="matching">In how many texts each clause is. Taken one after the other while others write, counts may contradict
    /// each other.</param>
    public WordScoring(TextCounts texts, IReadOnlyList<long> matching)
    {
        _averageLength = Bm25.AverageLength(texts.Documents, texts.Terms);
        _weights = [.. matching.Select(count => Bm25.Weight(texts.Documents, Math.Min(count, texts.Documents)))];
    }

    public float Score(WordMatch match)
    {
        var score = 0f;
        for (var i = 0; i < _weights.Length; i++)
        {
            if (match.Counts[i] is > 0 and var count)
                score += Bm25.Score(_weights[i], count, match.Length, _averageLength);
        }

        return score;
    }
}

/// <param name="Terms">Of all of them together.</param>
internal readonly record struct TextCounts(long Documents, long Terms);
