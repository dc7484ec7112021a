using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AgentMemory.WorkingMemory;

/// <summary>Stands for the content of a message where the message itself is not kept.</summary>
public static class MessageDigest
{
    /// <summary>SHA-256 of what <see cref="ServerOwnedFlags.IsSameContent(MemoryMessage, MemoryMessage)"/> compares; the length
    /// keeps role and content apart. Stores keep it: it never changes.</summary>
    public static byte[] OfContent(MemoryMessage message) => SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{message.Role.Length}:{message.Role}{message.Content}")));
}
