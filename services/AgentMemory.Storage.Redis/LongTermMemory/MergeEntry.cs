using System.Globalization;
using AgentMemory.Tenancy;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.LongTermMemory;

/// <summary>What is read of a merge to know which records it concerns, and how a unit of work leaves it.</summary>
internal sealed class MergeEntry
{
    public static RedisValue[] Fields { get; } =
    [
        MergeFields.Revision, MergeFields.Number, MergeFields.Namespace, MergeFields.User, MergeFields.SurvivorId,
        MergeFields.Members, MergeFields.UndoneAt,
    ];

    public required string Id { get; init; }

    public required RedisValue Revision { get; init; }

    public required long Number { get; init; }

    public required Owner Owner { get; init; }

    public required string SurvivorId { get; init; }

    /// <summary>Ids of its records, the survivor's among them.</summary>
    public required IReadOnlyList<string> Members { get; init; }

    public DateTimeOffset? UndoneAt { get; private set; }

    /// <summary>Its records were forgotten; that they are kept apart stays.</summary>
    public bool IsErased { get; private set; }

    public bool IsDeleted { get; private set; }

    public bool IsChanged { get; private set; }

    public void MarkUndone(DateTimeOffset at) => (UndoneAt, IsChanged) = (at, true);

    public void Erase() => (IsErased, IsChanged) = (true, true);

    public void Delete() => (IsDeleted, IsChanged) = (true, true);

    /// <param name="values">Of <see cref="Fields"/>.</param>
    public static MergeEntry? Read(string id, RedisValue[] values) => values[0].IsNull ? null : new MergeEntry
    {
        Id = id,
        Revision = values[0],
        Number = long.Parse((string)values[1]!, CultureInfo.InvariantCulture),
        Owner = new Owner(values[2], values[3]),
        SurvivorId = (string)values[4]!,
        Members = StoredJson.ReadStrings((string)values[5]!),
        UndoneAt = values[6].IsNull ? null : Timestamp.FromMicroseconds((long)values[6]),
    };
}
