using System.Buffers;
using AgentMemory.Search;

namespace AgentMemory.Storage.Sqlite.Search.Words;

/// <summary>Scores of one owner's texts by their own words, added up clause by clause.</summary>
internal sealed class OwnScores(OwnerTexts owner, float averageLength) : IDisposable
{
    private readonly float[] _scores = ZeroedArrays<float>.Rent(owner.Numbers);
    private readonly int[] _matching = ArrayPool<int>.Shared.Rent(Math.Max(1, owner.Numbers));
    private int _count;

    /// <summary>Numbers of the texts that have a score.</summary>
    public ReadOnlySpan<int> Matching => _matching.AsSpan(0, _count);

    public float this[int number] => _scores[number];

    /// <param name="number">Of a text, which may be gone.</param>
    /// <param name="count">Weighted occurrences, more than 0.</param>
    public void Add(int number, float count, float weight)
    {
        var length = owner.Lengths[number];
        if (length < 0)
            return;
        if (_scores[number] == 0)
            _matching[_count++] = number;
        _scores[number] += Bm25.Score(weight, count, length, averageLength);
    }

    public void Dispose()
    {
        foreach (var number in Matching)
            _scores[number] = 0;
        ZeroedArrays<float>.Return(_scores);
        ArrayPool<int>.Shared.Return(_matching);
    }
}
