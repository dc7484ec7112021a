using AgentMemory.WorkingMemory;

namespace AgentMemory.Extraction.Strategies;

/// <summary>Messages in runs that fit a number of tokens each. One that is too large by itself is cut into several, under its
/// id; nothing is left out (T22).</summary>
internal static class ThreadParts
{
    public static IEnumerable<IReadOnlyList<MemoryMessage>> Of(
        IEnumerable<MemoryMessage> messages, int tokens, ITokenCounter counter)
    {
        var part = new List<MemoryMessage>();
        var size = 0L;
        foreach (var piece in messages.SelectMany(message => Pieces(message, tokens, counter)))
        {
            var needed = counter.Count(piece.Role, piece.Content);
            if (part.Count > 0 && size + needed > tokens)
            {
                yield return part;
                (part, size) = ([], 0);
            }

            part.Add(piece);
            size += needed;
        }

        if (part.Count > 0)
            yield return part;
    }

    public static IEnumerable<MemoryMessage> Pieces(MemoryMessage message, int tokens, ITokenCounter counter)
    {
        var needed = counter.Count(message.Role, message.Content);
        if (needed <= tokens)
            return [message];

        var length = Math.Max(1, (int)((long)message.Content.Length * tokens / needed));
        return Cut(message.Content, length).Select(content => message with { Content = content });
    }

    /// <summary>At spaces where there are any, and never between the halves of a character.</summary>
    private static IEnumerable<string> Cut(string text, int length)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = Math.Min(start + length, text.Length);
            if (end < text.Length)
            {
                var space = text.LastIndexOfAny([' ', '\n', '\t'], end - 1, (end - start) / 2);
                if (space > start)
                    end = space;
                else if (char.IsHighSurrogate(text[end - 1]))
                    end += end - start > 1 ? -1 : 1;
            }

            yield return text[start..end];
            start = end;
        }
    }
}
