using System.Security.Cryptography;
using System.Text;

namespace AgentMemory.Maintenance.Reference;

/// <summary>Ids for what has none, the same each time it is taken over.</summary>
internal static class StableId
{
    public static string Of(params IEnumerable<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001f', parts))), 0, 16);
}
