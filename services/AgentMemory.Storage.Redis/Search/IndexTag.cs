using System.Security.Cryptography;
using System.Text;

namespace AgentMemory.Storage.Redis.Search;

/// <summary>
/// Values as tags of the search index: <c>x</c> and the UTF-8 in hexadecimal. Exact, case-sensitive, untrimmed, with every
/// prefix of a value a prefix of its tag; and no value can mean anything to the query language, because no tag has a character
/// that does (T5, T7).
/// </summary>
internal static class IndexTag
{
    /// <summary>Stands for an empty list.</summary>
    public const string None = "n";

    /// <summary>Longer values are told apart by their digest: an index keeps no tags of more than 4 KB. Whatever the wire takes
    /// for an id is shorter.</summary>
    public const int MaximumBytes = 2000;

    public static string Of(string? value)
    {
        var bytes = Encoding.UTF8.GetBytes(value ?? "");
        return bytes.Length <= MaximumBytes
            ? "x" + Convert.ToHexStringLower(bytes)
            : $"x{Convert.ToHexStringLower(bytes.AsSpan(0, MaximumBytes))}z{Convert.ToHexStringLower(SHA256.HashData(bytes))}";
    }

    /// <summary>Of a list, as the field of a record.</summary>
    public static string OfAll(IReadOnlyList<string>? values) =>
        values is null or { Count: 0 } ? None : string.Join(',', values.Select(Of).Distinct(StringComparer.Ordinal));

    /// <summary>What the tags of all values with this beginning begin with; exact up to the longest value that is kept whole.</summary>
    public static string Prefix(string beginning)
    {
        var bytes = Encoding.UTF8.GetBytes(beginning);
        return "x" + Convert.ToHexStringLower(bytes.AsSpan(0, Math.Min(bytes.Length, MaximumBytes)));
    }
}
