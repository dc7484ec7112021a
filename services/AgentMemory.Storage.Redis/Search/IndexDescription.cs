using System.Collections.Frozen;
using System.Globalization;
using NRedisStack.Search.DataTypes;

namespace AgentMemory.Storage.Redis.Search;

/// <summary>What FT.INFO says of an index.</summary>
/// <param name="Name">Its own, whatever alias it was asked by.</param>
/// <param name="Version">Of its schema; -1 when the name tells none.</param>
/// <param name="PercentBuilt">Of the records there were when it was made.</param>
/// <param name="Algorithms">Of its vector fields, by their names.</param>
internal sealed record IndexDescription(
    string Name, int Version, bool IsBuilt, double PercentBuilt, FrozenDictionary<string, VectorAlgorithm> Algorithms)
{
    public static IndexDescription Of(InfoResult info)
    {
        var vectors = info.Attributes
            .Where(attribute => (string?)attribute.GetValueOrDefault("type") == "VECTOR")
            .ToFrozenDictionary(
                attribute => (string)attribute["identifier"]!,
                attribute => (string?)attribute.GetValueOrDefault("algorithm") == "FLAT" ? VectorAlgorithm.Flat : VectorAlgorithm.Hnsw,
                StringComparer.Ordinal);
        return new(info.IndexName, VersionOf(info.IndexName), info.Indexing == 0, 100 * info.PercentIndexed, vectors);
    }

    /// <summary>Names end in <c>:v</c>, the version and, of one that was rebuilt, more.</summary>
    private static int VersionOf(string name)
    {
        var digits = name.AsSpan(name.LastIndexOf(":v", StringComparison.Ordinal) + 2);
        var end = digits.IndexOfAnyExceptInRange('0', '9');
        return int.TryParse(end < 0 ? digits : digits[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : -1;
    }
}
