using System.Security.Cryptography;

namespace AgentMemory;

/// <summary>
/// Versions of sessions and memories, shown to callers as ETags. They are drawn at random, not counted: a deleted and recreated
/// record never gets an old version back, and nobody can tell from two of them how much others wrote in between.
/// </summary>
public static class RecordVersion
{
    /// <summary>Greater than 0, which is the version of what is not stored.</summary>
    public static long New()
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        RandomNumberGenerator.Fill(bytes);
        return (BitConverter.ToInt64(bytes) & long.MaxValue) | 1;
    }
}
