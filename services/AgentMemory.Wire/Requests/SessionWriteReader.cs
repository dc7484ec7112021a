using AgentMemory.LongTermMemory;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Wire.Requests;

/// <summary>What a request says a session shall hold (UpdateWorkingMemory, spec 4.5).</summary>
/// <param name="Content">Without its key: whose session it is depends on the path and the caller, too.</param>
public sealed record SessionWrite(string? Namespace, string? UserId, SessionReplacement Content);

/// <summary>Reads the body of <c>PUT /v1/working-memory/{session_id}</c>; the path's id wins over the body's.</summary>
public static class SessionWriteReader
{
    public static SessionWrite Read(WireObject body) => Read(body, RecordReader.ReadStructured);

    /// <param name="readRecord">How its structured memories are read.</param>
    public static SessionWrite Read(WireObject body, Func<WireObject, MemoryRecord> readRecord) => new(
        body.Id("namespace"),
        body.Id("user_id"),
        new SessionReplacement
        {
            Key = default,
            Messages = MessageReader.ReadList(body, "messages"),
            Memories = ReadMemories(body, readRecord),
            Data = body.FreeObject("data") ?? Json.EmptyObject,
            Context = body.Text("context"),
            Tokens = body.Integer("tokens") ?? 0,
            Strategy = body.Object("long_term_memory_strategy", StrategyReader.Read) ?? MemoryStrategy.Default,
            Ttl = Ttl(body),
            CreatedAt = body.Time("created_at"),
            LastAccessed = body.Time("last_accessed"),
        });

    /// <summary>An id is there once in a session: of several with one id, the last is meant.</summary>
    private static IReadOnlyList<MemoryRecord> ReadMemories(WireObject body, Func<WireObject, MemoryRecord> readRecord)
    {
        var records = RecordReader.ReadList(body, readRecord);
        return records.Count < 2 || records.DistinctBy(record => record.Id).Count() == records.Count
            ? records
            : [.. records.Reverse().DistinctBy(record => record.Id).Reverse()];
    }

    /// <summary>Absent keeps the stored TTL, an explicit <c>null</c> makes the session persistent (T70).</summary>
    public static TtlChange Ttl(WireObject body) =>
        body.Declares("ttl_seconds") ? TtlChange.To(body.Integer("ttl_seconds", minimum: 1)) : TtlChange.Keep;
}
