namespace AgentMemory.WorkingMemory;

/// <summary>What a session takes in memory, for caches that are bounded by size.</summary>
public static class SessionSize
{
    private const int BytesPerSession = 1000;
    private const int BytesPerMemory = 1000;
    private const int BytesPerMessage = 250;

    /// <summary>Two bytes per character plus objects; an estimate that errs upwards for short messages.</summary>
    public static long Estimate(Session session)
    {
        long size = BytesPerSession + (2 * (session.Context?.Length ?? 0)) + ((long)BytesPerMemory * session.Memories.Count);
        foreach (var message in session.Messages)
            size += BytesPerMessage + (2 * message.Content.Length);
        return size;
    }
}
