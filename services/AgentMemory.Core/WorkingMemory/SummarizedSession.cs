namespace AgentMemory.WorkingMemory;

/// <summary>What becomes of a session whose oldest messages are summarised, as every provider stores it.</summary>
public static class SummarizedSession
{
    /// <param name="left">The messages that leave the session, as they are stored.</param>
    /// <returns><see langword="null"/> when the summary, or one of the summarised messages, is not any more what it was.</returns>
    public static Session? TryMake(
        Session stored, SummaryCommit commit, DateTimeOffset now, out IReadOnlyList<MemoryMessage> left)
    {
        var wanted = commit.Messages.GroupBy(message => message.Id, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        var (leaving, staying) = (new List<MemoryMessage>(), new List<MemoryMessage>());
        foreach (var message in stored.Messages)
        {
            var index = wanted.TryGetValue(message.Id, out var same)
                ? same.FindIndex(one => ServerOwnedFlags.IsSameContent(one, message))
                : -1;
            if (index >= 0)
                same!.RemoveAt(index);
            (index >= 0 ? leaving : staying).Add(message);
        }

        left = leaving;
        return stored.Context != commit.PreviousContext || leaving.Count != commit.Messages.Count ? null : stored with
        {
            Messages = staying,
            Context = commit.Context,
            Tokens = stored.Tokens + commit.Tokens,
            UpdatedAt = now,
            Version = RecordVersion.New(),
        };
    }
}
