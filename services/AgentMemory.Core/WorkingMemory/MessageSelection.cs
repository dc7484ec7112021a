namespace AgentMemory.WorkingMemory;

/// <summary>Which of a session's messages a caller gets (spec 2.3). The list itself comes back when it is all of them.</summary>
public static class MessageSelection
{
    /// <summary>The newest messages by time, oldest first; messages of the same time keep their stored order.</summary>
    /// <param name="limit">0, negative and absent leave the list, and its order, as it is.</param>
    public static IReadOnlyList<MemoryMessage> Newest(IReadOnlyList<MemoryMessage> messages, int? limit)
    {
        if (limit is not > 0)
            return messages;
        var ordered = IsChronological(messages) ? messages : [.. messages.OrderBy(message => message.CreatedAt)];
        return From(ordered, ordered.Count - limit.Value);
    }

    /// <summary>
    /// Drops messages from the front, one at a time, until the rest fits <paramref name="limit"/> tokens; the last one
    /// stays whatever its size.
    /// </summary>
    /// <param name="tokens">Of the messages returned.</param>
    public static IReadOnlyList<MemoryMessage> Fitting(
        IReadOnlyList<MemoryMessage> messages, int limit, ITokenCounter counter, out int tokens)
    {
        tokens = 0;
        var first = messages.Count;
        while (first > 0)
        {
            var message = messages[first - 1];
            var size = counter.Count(message.Role, message.Content);
            if (first < messages.Count && (long)tokens + size > limit)
                break;
            tokens += size;
            first--;
        }

        return From(messages, first);
    }

    public static int Tokens(IReadOnlyList<MemoryMessage> messages, ITokenCounter counter)
    {
        var tokens = 0;
        for (var i = 0; i < messages.Count; i++)
            tokens += counter.Count(messages[i].Role, messages[i].Content);
        return tokens;
    }

    private static IReadOnlyList<MemoryMessage> From(IReadOnlyList<MemoryMessage> messages, int first)
    {
        if (first <= 0)
            return messages;
        var rest = new MemoryMessage[messages.Count - first];
        for (var i = 0; i < rest.Length; i++)
            rest[i] = messages[first + i];
        return rest;
    }

    private static bool IsChronological(IReadOnlyList<MemoryMessage> messages)
    {
        for (var i = 1; i < messages.Count; i++)
        {
            if (messages[i].CreatedAt < messages[i - 1].CreatedAt)
                return false;
        }

        return true;
    }
}
