namespace AgentMemory.Extraction;

/// <summary>What was said where a memory comes from: the messages it rests on, each with the one before it.</summary>
internal static class SourceContext
{
    /// <summary>In characters; a document in a message is not what the memory is about.</summary>
    private const int LongestMessage = 500;

    private const int Longest = 2000;

    /// <returns><see langword="null"/> for what speaks of its sources as a whole.</returns>
    public static string? Of(ExtractedMemory item, ExtractionRequest request)
    {
        if (item.IsAbstract)
            return null;
        var said = request.Earlier.TakeLast(1).Where(Extractable.Is).Concat(request.Messages).ToArray();
        return Join(Enumerable.Range(0, said.Length)
            .Where(i => IsSource(i) || IsSource(i + 1)).Select(i => said[i].Content.Beginning(LongestMessage)));

        bool IsSource(int place) => place < said.Length && item.Sources.Contains(said[place].Id, StringComparer.Ordinal);
    }

    /// <summary>Of one memory made of several.</summary>
    public static string? Union(IEnumerable<string?> contexts) => Join(contexts.OfType<string>().Distinct(StringComparer.Ordinal));

    private static string? Join(IEnumerable<string> texts) => string.Join('\n', texts) is { Length: > 0 } all ? all.Beginning(Longest) : null;
}
