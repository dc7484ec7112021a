using System.Buffers;

namespace AgentMemory.Storage.Sqlite.Search.Words;

/// <summary>Sums by text number, added up in any order.</summary>
internal sealed class ScoreSums(int numbers) : IDisposable
{
    private const int Buckets = 512;

    private readonly float[] _sums = ZeroedArrays<float>.Rent(numbers);
    private readonly int[] _numbers = ArrayPool<int>.Shared.Rent(Math.Max(1, numbers));
    private int _count;

    /// <summary>Those that have a sum.</summary>
    public ReadOnlySpan<int> Numbers => _numbers.AsSpan(0, _count);

    public float this[int number] => _sums[number];

    /// <param name="value">More than 0.</param>
    public void Add(int number, float value)
    {
        ref var sum = ref _sums[number];
        if (sum == 0)
            _numbers[_count++] = number;
        sum += value;
    }

    /// <summary>A value that at least so many sums reach, close below the largest such; 0 when there are fewer. Found by counting, so that
    /// the few best of many need no ordering of all.</summary>
    public float AtLeast(int count)
    {
        if (_count < count)
            return 0;
        var largest = 0f;
        foreach (var number in Numbers)
            largest = Math.Max(largest, _sums[number]);
        Span<int> buckets = stackalloc int[Buckets];
        var scale = (Buckets - 1) / largest;
        foreach (var number in Numbers)
            buckets[(int)(_sums[number] * scale)]++;
        var bucket = Buckets;
        while (count > 0)
            count -= buckets[--bucket];
        // A hair less, for what rounding put into the bucket.
        return bucket / scale * (1 - 1e-5f);
    }

    public void Dispose()
    {
        foreach (var number in Numbers)
            _sums[number] = 0;
        ZeroedArrays<float>.Return(_sums);
        ArrayPool<int>.Shared.Return(_numbers);
    }
}
