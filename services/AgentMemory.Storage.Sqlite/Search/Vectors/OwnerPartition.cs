using System.Runtime.CompilerServices;

namespace AgentMemory.Storage.Sqlite.Search.Vectors;

/// <summary>
/// One owner's vectors, contiguous; a removed one's place is taken by the last. Each is kept as codes, which a scan reads,
/// and the codes of what those lost, which settle the order of the few that remain.
/// </summary>
internal sealed class OwnerPartition(int dimensions)
{
    private sbyte[] _codes = [];
    private sbyte[] _fineCodes = [];
    private Slot[] _slots = [];

    public int Count { get; private set; }

    public long RowAt(int slot) => _slots[slot].Row;

    /// <returns>The slot.</returns>
    public int Add(long row, ReadOnlySpan<float> unit)
    {
        if (Count == _slots.Length)
            Grow();
        Span<float> rest = unit.Length <= 1024 ? stackalloc float[unit.Length] : new float[unit.Length];
        unit.CopyTo(rest);
        var scale = QuantizedDot.Quantize(rest, Codes(_codes, Count), out var lost);
        var fineScale = QuantizedDot.Quantize(rest, Codes(_fineCodes, Count), out var fineLost);
        _slots[Count] = new Slot(row, scale, lost, fineScale, fineLost);
        return Count++;
    }

    /// <returns>The row that moved into the slot, <see langword="null"/> when it was the last.</returns>
    public long? RemoveAt(int slot)
    {
        var last = --Count;
        if (slot == last)
            return null;
        Codes(_codes, last).CopyTo(Codes(_codes, slot));
        Codes(_fineCodes, last).CopyTo(Codes(_fineCodes, slot));
        _slots[slot] = _slots[last];
        return _slots[slot].Row;
    }

    /// <summary>Approximate similarity of a slot to the query, and how far off it may be.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (float Similarity, float Uncertainty) Compare(int slot, in QuantizedQuery query)
    {
        ref readonly var stored = ref _slots[slot];
        return (QuantizedDot.Dot(query.Codes, Codes(_codes, slot)) * query.Scale * stored.Scale, stored.Lost + query.Lost);
    }

    /// <summary>As <see cref="Compare"/>, some hundred times closer.</summary>
    public (float Similarity, float Uncertainty) CompareFinely(int slot, in QuantizedQuery query)
    {
        ref readonly var stored = ref _slots[slot];
        var similarity = (double)QuantizedDot.Dot(query.Codes, Codes(_codes, slot)) * query.Scale * stored.Scale
            + (double)QuantizedDot.Dot(query.Codes, Codes(_fineCodes, slot)) * query.Scale * stored.FineScale;
        // float32 itself adds an error of this order to sums of unit length.
        return ((float)similarity, stored.FineLost + query.Lost + 1e-6f);
    }

    private Span<sbyte> Codes(sbyte[] codes, int slot) => codes.AsSpan(slot * dimensions, dimensions);

    private void Grow()
    {
        var capacity = Math.Max(4, Count * 2);
        Array.Resize(ref _codes, capacity * dimensions);
        Array.Resize(ref _fineCodes, capacity * dimensions);
        Array.Resize(ref _slots, capacity);
    }

    private readonly record struct Slot(long Row, float Scale, float Lost, float FineScale, float FineLost);
}

/// <summary>A unit query as codes. See <see cref="QuantizedDot.QuantizeQuery"/>.</summary>
internal readonly struct QuantizedQuery
{
    private readonly short[] _codes;

    public QuantizedQuery(ReadOnlySpan<float> unit)
    {
        _codes = new short[unit.Length];
        Scale = QuantizedDot.QuantizeQuery(unit, _codes, out var lost);
        Lost = lost;
    }

    public ReadOnlySpan<short> Codes => _codes;

    public float Scale { get; }

    public float Lost { get; }
}
