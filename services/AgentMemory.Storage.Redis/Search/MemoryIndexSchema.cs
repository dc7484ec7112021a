using AgentMemory.Storage.Redis.LongTermMemory;
using NRedisStack.Search;
using NRedisStack.Search.Literals.Enums;
using static NRedisStack.Search.Schema;
using static NRedisStack.Search.Schema.VectorField;

namespace AgentMemory.Storage.Redis.Search;

/// <summary>
/// What of a record is indexed, and how. A change needs a new <see cref="Version"/>: an index of another version is replaced
/// (<see cref="MemoryIndex"/>). So does a change of what is derived from records, whether it is indexed or only read.
/// </summary>
internal static class MemoryIndexSchema
{
    public const int Version = 2;

    private static readonly string[] Tags =
    [
        MemoryFields.NamespaceTag, MemoryFields.UserTag, MemoryFields.SessionTag, MemoryFields.TypeTag, MemoryFields.StrategyTag,
        MemoryFields.SlotTag, MemoryFields.TopicTags, MemoryFields.EntityTags, MemoryFields.Space, MemoryFields.Consolidated,
        "extracted",
    ];

    /// <summary>Terms come analysed: the index has no language, no stemming and no stop words of its own. It keeps where they
    /// stand, which phrases need.</summary>
    public static FTCreateParams Parameters(string prefix) =>
        new FTCreateParams().On(IndexDataType.HASH).Prefix(prefix).NoStopwords();

    /// <summary>Sortable fields are those that answers are sorted, summed or grouped by, so that no record is read for it.</summary>
    public static Schema Of(IEnumerable<SpaceField> spaces, RedisStoreOptions options)
    {
        var schema = new Schema().AddTextField(MemoryFields.Terms, noStem: true);
        foreach (var tag in Tags)
            schema.AddTagField(tag, caseSensitive: true);
        schema.AddTagField("hash", caseSensitive: true, sortable: true)
            .AddNumericField("created_at").AddNumericField("last_accessed").AddNumericField("event_date")
            .AddNumericField(MemoryFields.Number, sortable: true).AddNumericField(MemoryFields.Length, sortable: true)
            .AddTextField(MemoryFields.Order, sortable: true, noIndex: true);
        foreach (var space in spaces)
            schema.AddField(Vector(space, options));
        return schema;
    }

    public static Schema Of(SpaceField space, RedisStoreOptions options) => new Schema().AddField(Vector(space, options));

    private static Field Vector(SpaceField space, RedisStoreOptions options) => options.VectorAlgorithm == VectorAlgorithm.Flat
        ? new FlatVectorField(space.Name, VectorType.FLOAT32, space.Space.Dimensions, VectorDistanceMetric.CosineDistance)
        : new HnswVectorField(space.Name, VectorType.FLOAT32, space.Space.Dimensions, VectorDistanceMetric.CosineDistance);
}
