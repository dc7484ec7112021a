using AgentMemory.WorkingMemory;

namespace AgentMemory.Extraction;

/// <summary>Neighbouring messages that are extracted together.</summary>
/// <param name="Seen">What is stamped with them, text that is never extracted included.</param>
/// <param name="Messages">What is to be extracted.</param>
/// <param name="Earlier">Context.</param>
internal sealed record ExtractionChunk(
    IReadOnlyList<MemoryMessage> Seen, IReadOnlyList<MemoryMessage> Messages, IReadOnlyList<MemoryMessage> Earlier)
{
    /// <summary>Messages of one model call.</summary>
    public const int MostMessages = 20;

    private const int MostSeen = 5 * MostMessages;
    private const int MostEarlier = 10;

    /// <summary>Of the tokens for messages, those the context may take besides.</summary>
    private const int EarlierShare = 4;

    /// <summary>
    /// The first run of messages not seen yet; it ends at one that was, so that its messages do follow each other.
    /// </summary>
    /// <param name="thread">All messages, oldest first.</param>
    /// <param name="isPassedBy">Messages to leave alone for now.</param>
    /// <param name="most">Messages to be extracted, at least 1.</param>
    /// <param name="tokens">Room for them; a single one may take more.</param>
    /// <returns><see langword="null"/> when there is none.</returns>
    public static ExtractionChunk? Next(
        IReadOnlyList<MemoryMessage> thread, Func<MemoryMessage, bool> isPassedBy, int most, int tokens, ITokenCounter counter)
    {
        var first = 0;
        while (first < thread.Count && IsDone(thread[first]))
            first++;
        if (first == thread.Count)
            return null;

        var seen = new List<MemoryMessage>();
        var messages = new List<MemoryMessage>();
        var size = 0L;
        for (var i = first; i < thread.Count && seen.Count < MostSeen && !IsDone(thread[i]); i++)
        {
            if (Extractable.Is(thread[i]))
            {
                size += counter.Count(thread[i].Role, thread[i].Content);
                if (messages.Count > 0 && (messages.Count == most || size > tokens))
                    break;
                messages.Add(thread[i]);
            }

            seen.Add(thread[i]);
        }

        return new ExtractionChunk(seen, messages, Before(thread, first, tokens / EarlierShare, counter));

        bool IsDone(MemoryMessage message) => message.DiscreteMemoryExtracted || isPassedBy(message);
    }

    /// <summary>The whole thread at once, for strategies that speak of it as a whole.</summary>
    public static ExtractionChunk? Whole(IReadOnlyList<MemoryMessage> thread)
    {
        MemoryMessage[] unseen = [.. thread.Where(message => !message.DiscreteMemoryExtracted)];
        return unseen.Length == 0
            ? null
            : new ExtractionChunk(unseen, unseen, [.. thread.Where(message => message.DiscreteMemoryExtracted)]);
    }

    private static MemoryMessage[] Before(IReadOnlyList<MemoryMessage> thread, int first, int tokens, ITokenCounter counter)
    {
        var earlier = new List<MemoryMessage>(MostEarlier);
        var size = 0L;
        for (var i = first - 1; i >= 0 && earlier.Count < MostEarlier; i--)
        {
            if (!Extractable.Is(thread[i]))
                continue;
            size += counter.Count(thread[i].Role, thread[i].Content);
            if (size > tokens)
                break;
            earlier.Add(thread[i]);
        }

        earlier.Reverse();
        return [.. earlier];
    }
}
