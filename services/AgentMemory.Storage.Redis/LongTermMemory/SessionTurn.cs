using AgentMemory.LongTermMemory;
using AgentMemory.Storage.Redis.Database;
using AgentMemory.Tenancy;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.LongTermMemory;

/// <summary>
/// The place of a message's record in its session. The sessions' ordered sets and what each message knows of those around it
/// (<see cref="MemoryFields.Around"/>) are kept by the commit itself (<c>turns.lua</c>): it alone sees all turns as they
/// are, so that writers to one session never wait for each other.
/// </summary>
internal readonly record struct SessionTurn(Owner Owner, string SessionId, string Id, long CreatedAt)
{
    /// <summary>An ordered set: the messages of a session by creation, each as its number and its id, so that equal times
    /// stand in the order in which they were stored.</summary>
    public static RedisKey KeyOf(Keys keys, Owner owner, string sessionId) => keys.Of("memory-session", owner, sessionId);

    /// <returns><see langword="null"/> for what is no message of a session.</returns>
    public static SessionTurn? Of(MemoryRecord? record) =>
        record is { MemoryType: MemoryType.Message, SessionId: { Length: > 0 } session }
            ? new(record.Owner, session, record.Id, record.CreatedAt.ToMicroseconds())
            : null;

    /// <summary>Writes what a changed record means to its session, or its sessions.</summary>
    public static void Write(WriteBatch batch, MemoryEntry entry)
    {
        var (stored, before, after) = (entry.Stored, Of(entry.Stored?.Record), Of(entry.Current));
        var isNew = stored is null || entry.Number != stored.Number;
        if (before is { } left && (after is not { } place || isNew || place with { CreatedAt = left.CreatedAt } != left))
            left.Leave(batch, stored!.Number);
        if (after is { } joined && (isNew || after != before || IsDescribedAnew(stored!.Record, entry.Record)))
            joined.Join(batch, entry.Number);
    }

    /// <summary>Puts the record into its place and has it, and those around it, know of each other.</summary>
    /// <param name="number">Of the record; <see langword="null"/> for one that the batch is about to create.</param>
    public void Join(WriteBatch batch, long? number) => batch.Do(
        "join", KeyOf(batch.Keys, Owner, SessionId), Beginning(batch), CreatedAt, Keys.Escape(Id),
        number ?? RedisValue.EmptyString);

    public void Leave(WriteBatch batch, long number) =>
        batch.Do("leave", KeyOf(batch.Keys, Owner, SessionId), Beginning(batch), Keys.Escape(Id), number);

    /// <summary>Of the keys of the owner's records.</summary>
    private string Beginning(WriteBatch batch) => (string)batch.Keys.Of("memory", Owner)! + ":";

    private static bool IsDescribedAnew(MemoryRecord before, MemoryRecord after) =>
        before.Text != after.Text || before.EventDate != after.EventDate;
}
