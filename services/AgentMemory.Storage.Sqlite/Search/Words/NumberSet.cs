using System.Numerics;
using System.Numerics.Tensors;

namespace AgentMemory.Storage.Sqlite.Search.Words;

/// <summary>A set of text numbers, a bit each.</summary>
internal sealed class NumberSet : IDisposable
{
    /// <summary>In a list of them.</summary>
    public const int BitsPerNumber = 32;

    private readonly ulong[] _bits;
    private readonly int _words;

    /// <param name="numbers">One more than the largest.</param>
    public NumberSet(int numbers)
    {
        _words = (numbers + 63) / 64;
        _bits = ZeroedArrays<ulong>.Rent(_words);
    }

    public bool IsEmpty => !Words.ContainsAnyExcept(0ul);

    public int Count
    {
        get
        {
            var count = 0;
            foreach (var word in Words)
                count += BitOperations.PopCount(word);
            return count;
        }
    }

    private Span<ulong> Words => _bits.AsSpan(0, _words);

    public bool Contains(int number) => (_bits[number >> 6] & (1ul << number)) != 0;

    public void Add(int number) => _bits[number >> 6] |= 1ul << number;

    public void Add(ReadOnlySpan<int> numbers) => Add(numbers, _bits);

    public void Add(in TermPostings postings)
    {
        if (postings.Bits is { } bits)
            TensorPrimitives.BitwiseOr(Words[..bits.Length], bits, Words);
        else
            Add(postings.Texts);
    }

    public void Remove(int number) => _bits[number >> 6] &= ~(1ul << number);

    /// <summary>Adds what is in the other, which is empty afterwards.</summary>
    /// <param name="other">Of as many numbers or fewer.</param>
    public void MoveFrom(NumberSet other)
    {
        TensorPrimitives.BitwiseOr(Words[..other._words], other.Words, Words);
        other.Words.Clear();
    }

    /// <param name="other">Of as many numbers or fewer: what it cannot hold stays.</param>
    public void ExceptWith(NumberSet other)
    {
        var words = Words;
        var others = other.Words;
        for (var i = 0; i < others.Length; i++)
            words[i] &= ~others[i];
    }

    /// <summary>Calls <paramref name="action"/> for each, ascending.</summary>
    public void ForEach(Action<int> action)
    {
        for (var i = 0; i < _words; i++)
        {
            for (var word = _bits[i]; word != 0; word &= word - 1)
                action((i << 6) + BitOperations.TrailingZeroCount(word));
        }
    }

    /// <summary>The numbers, a bit each.</summary>
    /// <param name="end">One more than the largest there may be.</param>
    public static ulong[] Bits(ReadOnlySpan<int> numbers, int end)
    {
        var bits = new ulong[(end + 63) / 64];
        Add(numbers, bits);
        return bits;
    }

    private static void Add(ReadOnlySpan<int> numbers, ulong[] bits)
    {
        foreach (var number in numbers)
            bits[number >> 6] |= 1ul << number;
    }

    public void Dispose()
    {
        Words.Clear();
        ZeroedArrays<ulong>.Return(_bits);
    }
}
