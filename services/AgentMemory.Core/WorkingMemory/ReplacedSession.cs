using AgentMemory.LongTermMemory;

namespace AgentMemory.WorkingMemory;

/// <summary>What becomes of a session when its client replaces it, as every provider stores it.</summary>
public static class ReplacedSession
{
    /// <param name="returned">Messages of the replacement that left the session once, with the flags they left with.</param>
    public static Session Of(
        Session? stored, IReadOnlyList<MemoryMessage> returned, SessionReplacement replacement, DateTimeOffset now)
    {
        var storedMessages = FirstById(stored?.Messages ?? []);
        foreach (var message in returned)
            storedMessages[message.Id] = message;
        var storedMemories = new Dictionary<string, MemoryRecord>(StringComparer.Ordinal);
        foreach (var memory in stored?.Memories ?? [])
            storedMemories.TryAdd(memory.Id, memory);

        var ttl = replacement.Ttl.Apply(stored?.TtlSeconds);
        return new Session
        {
            Key = replacement.Key,
            Messages = [.. replacement.Messages.Select(message => ServerOwnedFlags.CarryOver(message, storedMessages.GetValueOrDefault(message.Id)))],
            Memories = [.. replacement.Memories.Select(memory => ServerOwnedFlags.CarryOver(memory, storedMemories.GetValueOrDefault(memory.Id)))],
            Data = replacement.Data,
            Context = replacement.Context,
            Tokens = replacement.Tokens,
            Strategy = replacement.Strategy,
            TtlSeconds = ttl,
            ExpiresAt = Session.ExpiryOf(now, ttl),
            CreatedAt = replacement.CreatedAt ?? stored?.CreatedAt ?? now,
            LastAccessed = replacement.LastAccessed ?? now,
            UpdatedAt = now,
            Version = RecordVersion.New(),
        };
    }

    /// <summary>Messages that the stored session does not have: those that may have left it once.</summary>
    public static IEnumerable<MemoryMessage> Arriving(Session? stored, SessionReplacement replacement)
    {
        var present = FirstById(stored?.Messages ?? []);
        return FirstById(replacement.Messages).Values.Where(message => !Has(present, message));
    }

    /// <summary>What was extracted and is not in the session any more: it must be known when it comes back.</summary>
    public static IReadOnlyList<MemoryMessage> Removed(Session before, Session after)
    {
        if (!before.Messages.Any(message => message.DiscreteMemoryExtracted))
            return [];
        var kept = FirstById(after.Messages);
        return [.. before.Messages.Where(message => message.DiscreteMemoryExtracted && !Has(kept, message))];
    }

    private static bool Has(Dictionary<string, MemoryMessage> messages, MemoryMessage message) =>
        messages.TryGetValue(message.Id, out var known) && ServerOwnedFlags.IsSameContent(message, known);

    /// <summary>Ids need not be distinct in what a client sends; the first of each is the one that counts.</summary>
    private static Dictionary<string, MemoryMessage> FirstById(IReadOnlyList<MemoryMessage> messages)
    {
        var first = new Dictionary<string, MemoryMessage>(messages.Count, StringComparer.Ordinal);
        foreach (var message in messages)
            first.TryAdd(message.Id, message);
        return first;
    }
}
