namespace AgentMemory.WorkingMemory;

/// <summary>The session that an append creates where there is none, as every provider stores it.</summary>
public static class AppendedSession
{
    /// <param name="messages">The appended messages, with the flags they have.</param>
    public static Session New(SessionAppend append, IReadOnlyList<MemoryMessage> messages, DateTimeOffset now)
    {
        var ttl = append.Ttl.Apply(null);
        return new Session
        {
            Key = append.Key,
            Messages = messages,
            Strategy = append.Strategy ?? MemoryStrategy.Default,
            TtlSeconds = ttl,
            ExpiresAt = Session.ExpiryOf(now, ttl),
            CreatedAt = now,
            LastAccessed = now,
            UpdatedAt = now,
            Version = RecordVersion.New(),
        };
    }
}
