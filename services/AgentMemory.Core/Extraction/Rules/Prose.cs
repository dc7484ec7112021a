namespace AgentMemory.Extraction.Rules;

/// <summary>
/// The part of a message that is a person's own prose. The rest (code, quoted lines, addresses) is blanked out, so that every
/// index still points at the same place of the message.
/// </summary>
internal static class Prose
{
    /// <summary>Characters of a message that are read. What is longer is a pasted document, and nobody's statement.</summary>
    public const int MaximumLength = 16_000;

    /// <summary>Ends a sentence, and is no character of one.</summary>
    private const char Blank = '\n';

    public static string Of(string content)
    {
        var characters = content.Beginning(MaximumLength).ToCharArray();
        BlankLines(characters);
        BlankInlineCode(characters);
        BlankAddresses(characters);
        return new string(characters);
    }

    /// <summary>Fenced code, lines quoted with <c>&gt;</c>, and rows of tables.</summary>
    private static void BlankLines(char[] text)
    {
        var fenced = false;
        for (var start = 0; start < text.Length;)
        {
            var length = Array.IndexOf(text, '\n', start) is var end and >= 0 ? end - start : text.Length - start;
            var line = text.AsSpan(start, length).TrimStart();
            var isFence = line.StartsWith("```") || line.StartsWith("~~~");
            if (fenced || isFence || line.StartsWith(">") || line.StartsWith("|"))
                text.AsSpan(start, length).Fill(Blank);
            // A fence may open and close on one line.
            if (isFence && line.TrimEnd() is var fence && !(fence.Length > 5 && (fence.EndsWith("```") || fence.EndsWith("~~~"))))
                fenced = !fenced;
            start += length + 1;
        }
    }

    private static void BlankInlineCode(char[] text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '`')
                continue;
            var end = Array.IndexOf(text, '`', i + 1);
            if (end < 0)
                return;
            text.AsSpan(i, end - i + 1).Fill(Blank);
            i = end;
        }
    }

    private static void BlankAddresses(char[] text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var rest = text.AsSpan(i);
            if (!rest.StartsWith("http://") && !rest.StartsWith("https://") && !rest.StartsWith("www."))
                continue;
            var length = 0;
            while (length < rest.Length && !char.IsWhiteSpace(rest[length]))
                length++;
            rest[..length].Fill(Blank);
            i += length;
        }
    }
}
