using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AgentMemory.Search;
using AgentMemory.Storage.Redis.LongTermMemory;

namespace AgentMemory.Storage.Redis.Search;

/// <summary>Where a record has its vector of an embedding space, and how it tells that it has one.</summary>
internal sealed record SpaceField(EmbeddingSpace Space)
{
    /// <summary>The field of the vector's bytes.</summary>
    public string Name { get; } = MemoryFields.VectorPrefix
        + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(MemberOf(Space))).AsSpan(0, 16));

    /// <summary>The value of <see cref="MemoryFields.Space"/>.</summary>
    public string Tag { get; } = ModelTag(Space.Model) + Space.Dimensions.ToString(CultureInfo.InvariantCulture);

    /// <summary>How the space stands in the set of those the store has seen.</summary>
    public string Member => MemberOf(Space);

    /// <summary>What the tags of all spaces of a model begin with, and those of no other: s is no digit of a tag.</summary>
    public static string ModelTag(string model) => IndexTag.Of(model) + "s";

    public static SpaceField Read(string member)
    {
        var separator = member.IndexOf(':', StringComparison.Ordinal);
        return new(new EmbeddingSpace(
            member[(separator + 1)..], int.Parse(member.AsSpan(0, separator), NumberStyles.None, CultureInfo.InvariantCulture)));
    }

    private static string MemberOf(EmbeddingSpace space) =>
        string.Create(CultureInfo.InvariantCulture, $"{space.Dimensions}:{space.Model}");
}
