using System.Globalization;
using AgentMemory.Storage.Redis.LongTermMemory;

namespace AgentMemory.Storage.Redis.Search.Relevance;

/// <summary>A message as another one of its session knows it.</summary>
/// <param name="IdPart">Its id, as it is in keys.</param>
internal sealed record NearbyMessage(TextDescription Description, long Number, string IdPart)
{
    /// <summary>How many a message knows: two before it and two after it, in this order.</summary>
    public const int Count = 4;

    private const int Parts = 3;

    /// <param name="field"><see cref="MemoryFields.Around"/>, if there is one.</param>
    /// <returns><see langword="null"/> for places where there is none; nothing at all when there is none.</returns>
    /// <exception cref="FormatException">No version writes this.</exception>
    public static NearbyMessage?[] Read(string? field)
    {
        if (string.IsNullOrEmpty(field))
            return [];
        var parts = field.Split(':');
        if (parts.Length != Count * Parts)
            throw new FormatException("A message knows those around it in a way that no version writes");
        var around = new NearbyMessage?[Count];
        for (var i = 0; i < Count; i++)
        {
            var (description, number, id) = (parts[i * Parts], parts[(i * Parts) + 1], parts[(i * Parts) + 2]);
            if (description.Length == 0)
                continue;
            around[i] = new(
                TextDescription.Read(description), long.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture), id);
        }

        return around;
    }
}
