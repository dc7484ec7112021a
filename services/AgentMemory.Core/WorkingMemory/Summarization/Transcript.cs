namespace AgentMemory.WorkingMemory.Summarization;

/// <summary>
/// Hands messages out in order, as many at a time as fit; one that is too large for itself is handed out in parts. Together
/// the parts are the whole: nothing is dropped or shortened (T22).
/// </summary>
public sealed class Transcript(IReadOnlyList<MemoryMessage> messages, ITokenCounter counter)
{
    private int _offset;

    /// <summary>Messages handed out to their end.</summary>
    public int Completed { get; private set; }

    public bool IsExhausted => Completed == messages.Count;

    /// <summary>At least one message, or a part of one, while there are any.</summary>
    public IReadOnlyList<MemoryMessage> Take(int tokens)
    {
        var taken = new List<MemoryMessage>();
        while (!IsExhausted)
        {
            var message = messages[Completed];
            var rest = message.Content.AsSpan(_offset);
            var size = counter.Count(message.Role, rest);
            if (size <= tokens)
            {
                tokens -= size;
                taken.Add(_offset == 0 ? message : message with { Content = rest.ToString() });
                _offset = 0;
                Completed++;
            }
            else if (taken.Count > 0)
            {
                break;
            }
            else
            {
                var part = rest[..LargestPart(message.Role, rest, tokens)];
                taken.Add(message with { Content = part.ToString() });
                _offset += part.Length;
                break;
            }
        }

        return taken;
    }

    /// <summary>Characters of a part that fits, ending after a word where there is one.</summary>
    private int LargestPart(string role, ReadOnlySpan<char> text, int tokens)
    {
        var (fits, tooMany) = (1, text.Length);
        while (tooMany - fits > 1)
        {
            var middle = fits + (tooMany - fits) / 2;
            if (counter.Count(role, text[..middle]) <= tokens)
                fits = middle;
            else
                tooMany = middle;
        }

        var space = text[..fits].LastIndexOfAny(' ', '\n');
        if (space > fits / 2)
            return space + 1;
        if (!char.IsHighSurrogate(text[fits - 1]))
            return fits;
        return fits > 1 ? fits - 1 : fits + 1;
    }
}
