using System.Buffers.Binary;
using System.Security.Cryptography;

namespace AgentMemory;

/// <summary>
/// Strictly increasing ULIDs: 48 bits of Unix milliseconds, 80 random bits. Within one millisecond, and while the clock
/// runs backwards, the last id is counted up instead. Safe for concurrent use.
/// </summary>
public sealed class UlidSequence(TimeProvider time)
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 26;
    private const int RandomBits = 80;

    private readonly Lock _gate = new();
    private UInt128 _last;

    public string Next()
    {
        var candidate = ((UInt128)time.GetUtcNow().ToUnixTimeMilliseconds() << RandomBits) | Random();
        lock (_gate)
        {
            // Counting past the last random value of a millisecond carries into the time part: still increasing.
            _last = candidate >> RandomBits > _last >> RandomBits ? candidate : _last + 1;
            candidate = _last;
        }

        return string.Create(Length, candidate, static (characters, value) =>
        {
            for (var i = characters.Length - 1; i >= 0; i--, value >>= 5)
                characters[i] = Alphabet[(int)(value & 31)];
        });
    }

    private static UInt128 Random()
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes[..6].Clear();
        RandomNumberGenerator.Fill(bytes[6..]);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
