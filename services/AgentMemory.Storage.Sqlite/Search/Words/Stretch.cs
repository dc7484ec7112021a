namespace AgentMemory.Storage.Sqlite.Search.Words;

/// <summary>Sums for texts of successive numbers, few enough to stay in the processor's nearest cache.</summary>
/// <param name="sums">By place from <see cref="First"/>; all zero.</param>
/// <param name="places">As many.</param>
internal ref struct Stretch(Span<float> sums, Span<ushort> places)
{
    /// <summary>How many texts.</summary>
    public const int Size = 8192;

    private readonly Span<float> _sums = sums;
    private readonly Span<ushort> _places = places;
    private int _count;

    public int First { get; private set; }

    public readonly int End => First + Size;

    /// <summary>Of those that have a sum, in the order in which they got it.</summary>
    public readonly ReadOnlySpan<ushort> Places => _places[.._count];

    public readonly float this[int place] => _sums[place];

    /// <param name="value">More than 0.</param>
    public void Add(int place, float value)
    {
        ref var sum = ref _sums[place];
        if (sum == 0)
            _places[_count++] = (ushort)place;
        sum += value;
    }

    /// <summary>Forgets the sums that are less.</summary>
    public void Prune(float least)
    {
        var kept = 0;
        foreach (var place in Places)
        {
            if (_sums[place] >= least)
                _places[kept++] = place;
            else
                _sums[place] = 0;
        }

        _count = kept;
    }

    /// <summary>Forgets all sums.</summary>
    public void StartAt(int first)
    {
        foreach (var place in Places)
            _sums[place] = 0;
        (First, _count) = (first, 0);
    }
}
