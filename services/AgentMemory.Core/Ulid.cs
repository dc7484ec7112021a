using System.Buffers.Binary;
using System.Security.Cryptography;

namespace AgentMemory;

/// <summary>
/// Ids the server gives: 26 Crockford base-32 characters, 48 bits of Unix milliseconds and 80 random bits, so that they
/// sort by time and never meet.
/// </summary>
public static class Ulid
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static string New(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        var milliseconds = (UInt128)(ulong)now.ToUnixTimeMilliseconds() << 80;
        var random = BinaryPrimitives.ReadUInt128BigEndian(bytes) & ((UInt128.One << 80) - 1);
        return string.Create(26, milliseconds | random, static (characters, value) =>
        {
            for (var index = characters.Length - 1; index >= 0; index--, value >>= 5)
                characters[index] = Alphabet[(int)(value & 31)];
        });
    }
}
