using AgentMemory.LongTermMemory;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.LongTermMemory;

/// <summary>A merge as the hash <c>merge:&lt;id&gt;</c>, and back.</summary>
internal static class MergeFields
{
    public const string Revision = "revision";
    public const string Number = "number";
    public const string Namespace = "namespace";
    public const string User = "user_id";
    public const string SurvivorId = "survivor_id";
    public const string Members = "members";
    public const string UndoneAt = "undone_at";

    /// <summary>Absent, with the originals, once one of an undone merge's records was deleted.</summary>
    public const string Survivor = "survivor";

    public const string Originals = "originals";

    /// <summary>Names and values in turn, all but the number.</summary>
    public static List<RedisValue> Write(MemoryMerge merge, IReadOnlyList<MergedRecord> originals)
    {
        List<RedisValue> fields =
        [
            Revision, RecordVersion.New(), Namespace, merge.Owner.Namespace ?? "", User, merge.Owner.UserId ?? "",
            SurvivorId, merge.Survivor.Id, "reason", MergeDetail.ReasonName(merge.Reason), "at", merge.At.ToMicroseconds(),
            Members, StoredJson.Write([.. originals.Select(original => original.Record.Id)]),
            Survivor, StoredJson.Write(MergedRecord.Of(merge.Survivor, [])), Originals, StoredJson.Write(originals),
        ];
        if (merge.Model is { } model)
            fields.AddRange(["model", model]);
        return fields;
    }

    /// <returns><see langword="null"/> when there is no such merge, or its records were forgotten.</returns>
    public static StoredMerge? Read(string id, HashEntry[] hash)
    {
        var fields = hash.ToDictionary(field => (string)field.Name!, field => field.Value);
        if (!fields.TryGetValue(Survivor, out var survivor))
            return null;
        var originals = StoredJson.ReadMerged((string)fields[Originals]!);
        return new StoredMerge(originals, new MemoryMerge
        {
            Id = id,
            Reason = MergeDetail.ParseReason((string)fields["reason"]!),
            Model = fields.TryGetValue("model", out var model) ? (string?)model : null,
            At = Timestamp.FromMicroseconds((long)fields["at"]),
            UndoneAt = fields.TryGetValue(UndoneAt, out var undone) ? Timestamp.FromMicroseconds((long)undone) : null,
            Survivor = StoredJson.ReadMergedRecord((string)survivor!).Whole,
            Originals = [.. originals.Select(original => original.Whole)],
        });
    }
}

/// <summary>A merge with the aliases that stood for its records.</summary>
internal sealed record StoredMerge(IReadOnlyList<MergedRecord> Originals, MemoryMerge Merge);
