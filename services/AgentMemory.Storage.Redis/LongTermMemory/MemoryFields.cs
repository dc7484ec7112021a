using System.Globalization;
using System.Text;
using AgentMemory.LongTermMemory;
using AgentMemory.Search.Analysis;
using AgentMemory.Storage.Redis.Search;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.LongTermMemory;

/// <summary>
/// A record as the hash <c>memory:&lt;namespace&gt;:&lt;user&gt;:&lt;id&gt;</c>, and back. Fields that begin with <c>_</c> are what the
/// search index reads; the others are the record. Times are microseconds, which doubles hold exactly until the year 2255.
/// </summary>
internal static class MemoryFields
{
    /// <summary>Drawn anew by every write, counting accesses included: what optimistic writes expect.</summary>
    public const string Revision = "revision";

    /// <summary>The order in which records were first written.</summary>
    public const string Number = "number";

    /// <summary>The operation that wrote it last (<see cref="UpsertOptions.OperationId"/>).</summary>
    public const string Operation = "operation";

    /// <summary>Whether deduplication has looked at it: <c>1</c> or <c>0</c>.</summary>
    public const string Consolidated = "consolidated";

    public const string NamespaceTag = "_namespace";
    public const string UserTag = "_user";
    public const string SessionTag = "_session";
    public const string TypeTag = "_type";
    public const string StrategyTag = "_strategy";
    public const string SlotTag = "_slot";
    public const string TopicTags = "_topics";
    public const string EntityTags = "_entities";

    /// <summary>The terms of the text (<see cref="TextAnalyzer"/>), as <see cref="IndexedTerms"/> has them.</summary>
    public const string Terms = "_terms";

    /// <summary>How many terms there are.</summary>
    public const string Length = "_length";

    /// <summary>What ranking needs of the text beside them (<see cref="TextDescription"/>).</summary>
    public const string Ranking = "_ranking";

    /// <summary>What it needs of the messages around this one, which <see cref="SessionTurn"/> keeps and
    /// <see cref="Search.Relevance.NearbyMessage"/> reads; of a message in a session only.</summary>
    public const string Around = "_around";

    /// <summary>The terms of <see cref="MemoryRecord.Context"/>; of what is no message. Messages have what is around them.</summary>
    public const string ContextTerms = "_context";

    /// <summary>Sorts records newest creation first, then by id.</summary>
    public const string Order = "_order";

    /// <summary>The embedding space of the record's vector, as a tag; <see cref="IndexTag.None"/> without one.</summary>
    public const string Space = "_space";

    /// <summary>Of the vector's bytes, little-endian float32 of unit length: one field per embedding space.</summary>
    public const string VectorPrefix = "_vector_";

    /// <summary>All fields but revision, number, operation, consolidated, what is around it, and the vector's.</summary>
    public static IEnumerable<(string Field, RedisValue Value)> Write(MemoryRecord record)
    {
        yield return ("id", record.Id);
        yield return ("namespace", record.Owner.Namespace ?? "");
        yield return ("user_id", record.Owner.UserId ?? "");
        yield return ("session_id", record.SessionId ?? "");
        yield return ("version", record.Version);
        yield return ("text", record.Text);
        yield return ("hash", record.MemoryHash);
        yield return ("memory_type", TypeName(record.MemoryType));
        yield return ("pinned", record.Pinned ? "1" : "0");
        yield return ("access_count", record.AccessCount);
        yield return ("extracted", record.DiscreteMemoryExtracted ? "1" : "0");
        yield return ("last_accessed", record.LastAccessed.ToMicroseconds());
        yield return ("created_at", record.CreatedAt.ToMicroseconds());
        yield return ("updated_at", record.UpdatedAt.ToMicroseconds());
        if (record.PersistedAt is { } persisted)
            yield return ("persisted_at", persisted.ToMicroseconds());
        if (record.EventDate is { } date)
            yield return ("event_date", date.ToMicroseconds());
        yield return ("extraction_strategy", record.ExtractionStrategy);
        yield return ("extraction_strategy_config", StoredJson.Write(record.ExtractionStrategyConfig));
        yield return ("topics", StoredJson.Write(record.Topics));
        yield return ("entities", StoredJson.Write(record.Entities));
        yield return ("extracted_from", StoredJson.Write(record.ExtractedFrom));
        yield return ("metadata", StoredJson.Write(record.Metadata));
        if (record.Slot is { } slot)
            yield return ("slot", slot);
        if (record.Context is { } context)
        {
            yield return ("context", context);
            if (record.MemoryType != MemoryType.Message)
                yield return (ContextTerms, IndexedTerms.Write(TextAnalyzer.Terms(context)));
        }

        var terms = TextAnalyzer.Terms(record.Text);
        yield return (NamespaceTag, IndexTag.Of(record.Owner.Namespace));
        yield return (UserTag, IndexTag.Of(record.Owner.UserId));
        yield return (SessionTag, IndexTag.Of(record.SessionId));
        yield return (TypeTag, IndexTag.Of(TypeName(record.MemoryType)));
        yield return (StrategyTag, IndexTag.Of(record.ExtractionStrategy));
        yield return (SlotTag, record.Slot is null ? IndexTag.None : IndexTag.Of(record.Slot));
        yield return (TopicTags, IndexTag.OfAll(record.Topics));
        yield return (EntityTags, IndexTag.OfAll(record.Entities));
        yield return (Terms, IndexedTerms.Write(terms));
        yield return (Length, terms.Count);
        yield return (Ranking, TextDescription.Of(record, terms).ToString());
        yield return (Order, OrderOf(record));
    }

    /// <summary>What <see cref="Read"/> needs, for reading no more than that.</summary>
    public static IReadOnlyList<string> Members { get; } =
    [
        "id", "namespace", "user_id", "session_id", "version", "text", "hash", "memory_type", "pinned", "access_count", "extracted",
        "last_accessed", "created_at", "updated_at", "persisted_at", "event_date", "extraction_strategy",
        "extraction_strategy_config", "topics", "entities", "extracted_from", "metadata", "slot", "context",
    ];

    /// <summary>Fields a record may lack: an update removes those it does not write (T32).</summary>
    public static IReadOnlyList<string> Optional { get; } = ["persisted_at", "event_date", "slot", "context", ContextTerms];

    /// <exception cref="FormatException">A field holds what no version writes.</exception>
    /// <exception cref="System.Text.Json.JsonException">So does a field of JSON.</exception>
    public static MemoryRecord Read(IReadOnlyDictionary<string, RedisValue> fields)
    {
        return new MemoryRecord
        {
            Id = Text("id"),
            Namespace = NullIfEmpty(Text("namespace")),
            UserId = NullIfEmpty(Text("user_id")),
            SessionId = NullIfEmpty(Text("session_id")),
            Version = Whole("version"),
            Text = Text("text"),
            MemoryHash = Text("hash"),
            MemoryType = ParseType(Text("memory_type")),
            Pinned = Text("pinned") == "1",
            AccessCount = (int)Whole("access_count"),
            DiscreteMemoryExtracted = Text("extracted") == "1",
            LastAccessed = Timestamp.FromMicroseconds(Whole("last_accessed")),
            CreatedAt = Timestamp.FromMicroseconds(Whole("created_at")),
            UpdatedAt = Timestamp.FromMicroseconds(Whole("updated_at")),
            PersistedAt = Time("persisted_at"),
            EventDate = Time("event_date"),
            ExtractionStrategy = Text("extraction_strategy"),
            ExtractionStrategyConfig = StoredJson.ReadElement(Text("extraction_strategy_config")),
            Topics = StoredJson.ReadStrings(Text("topics")),
            Entities = StoredJson.ReadStrings(Text("entities")),
            ExtractedFrom = StoredJson.ReadStrings(Text("extracted_from")),
            Metadata = StoredJson.ReadElement(Text("metadata")),
            Slot = fields.TryGetValue("slot", out var slot) ? (string?)slot : null,
            Context = fields.TryGetValue("context", out var context) ? (string?)context : null,
        };

        string Text(string field) => fields.TryGetValue(field, out var value) && !value.IsNull
            ? (string)value!
            : throw new FormatException($"A record has no field {field}");

        long Whole(string field) => long.Parse(Text(field), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

        DateTimeOffset? Time(string field) => fields.ContainsKey(field) ? Timestamp.FromMicroseconds(Whole(field)) : null;
    }

    public static string TypeName(MemoryType type) => type switch
    {
        MemoryType.Message => "message",
        MemoryType.Semantic => "semantic",
        _ => "episodic",
    };

    private static MemoryType ParseType(string name) => name switch
    {
        "message" => MemoryType.Message,
        "semantic" => MemoryType.Semantic,
        _ => MemoryType.Episodic,
    };

    /// <summary>Digits and lower case only: the index sorts what it took for text in other case as the same.</summary>
    private static string OrderOf(MemoryRecord record) => string.Create(
        CultureInfo.InvariantCulture,
        $"{unchecked((ulong)(long.MaxValue - record.CreatedAt.ToMicroseconds())):x16}{Convert.ToHexStringLower(Encoding.UTF8.GetBytes(record.Id))}");

    private static string? NullIfEmpty(string value) => value.Length == 0 ? null : value;
}
