using System.Runtime.CompilerServices;

namespace AgentMemory.Storage.Sqlite.Search.Vectors;

/// <summary>One owner's vectors, contiguous; a removed one's place is taken by the last.</summary>
internal sealed class OwnerPartition(int dimensions)
{
    private sbyte[] _codes = [];
    private float[] _scales = [];
    private float[] _residuals = [];
    private long[] _rows = [];

    public int Count { get; private set; }

    /// <summary>Rows of <c>memory</c>, by slot.</summary>
    public ReadOnlySpan<long> Rows => _rows.AsSpan(0, Count);

    /// <returns>The slot.</returns>
    public int Add(long row, ReadOnlySpan<float> unit)
    {
        if (Count == _rows.Length)
            Grow();
        _rows[Count] = row;
        (_scales[Count], _residuals[Count]) = QuantizedDot.Quantize(unit, _codes.AsSpan(Count * dimensions, dimensions));
        return Count++;
    }

    /// <returns>The row that moved into the slot, <see langword="null"/> when it was the last.</returns>
    public long? RemoveAt(int slot)
    {
        var last = --Count;
        if (slot == last)
            return null;
        _codes.AsSpan(last * dimensions, dimensions).CopyTo(_codes.AsSpan(slot * dimensions, dimensions));
        _scales[slot] = _scales[last];
        _residuals[slot] = _residuals[last];
        _rows[slot] = _rows[last];
        return _rows[slot];
    }

    /// <summary>Approximate similarity of a slot to the query, and how far off it may be.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (float Similarity, float Uncertainty) Compare(int slot, ReadOnlySpan<short> query, float queryScale) =>
        (QuantizedDot.Dot(query, _codes.AsSpan(slot * dimensions, dimensions)) * queryScale * _scales[slot], _residuals[slot]);

    private void Grow()
    {
        var capacity = Math.Max(4, Count * 2);
        Array.Resize(ref _codes, capacity * dimensions);
        Array.Resize(ref _scales, capacity);
        Array.Resize(ref _residuals, capacity);
        Array.Resize(ref _rows, capacity);
    }
}
