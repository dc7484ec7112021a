using AgentMemory.WorkingMemory;

namespace AgentMemory.Extraction.Rules;

/// <summary>A summary made of the conversation's own sentences, chosen by rules.</summary>
/// <remarks>
/// One sentence to a line, with its speaker and with relative times made absolute. Lines of the previous summary compete with
/// the new sentences by the same weight, so a summary of a summary is that summary.
/// </remarks>
public static class ExtractiveSummary
{
    /// <summary>Longer sentences are lists or pasted text.</summary>
    private const int LongestSentence = 400;

    /// <param name="previous">The summary so far, whose best sentences stay, in their order.</param>
    /// <param name="messages">Oldest first.</param>
    /// <param name="maximumTokens">Of the result.</param>
    public static string Build(
        string? previous, IReadOnlyList<MemoryMessage> messages, int maximumTokens, ITokenCounter counter)
    {
        var lines = PreviousLines(previous);
        foreach (var message in messages)
            AddLines(lines, message);

        var chosen = new List<SummaryLine>();
        var tokens = 0;
        foreach (var line in lines.Where(line => line.Weight > 0).DistinctBy(line => line.Rendered.ToLowerInvariant())
            .OrderByDescending(line => line.Weight).ThenBy(line => line.Order))
        {
            // Each line is counted with its break; a text never has more tokens than its lines have together.
            var size = counter.Count(line.Speaker, line.Text) + 1;
            if (tokens + size > maximumTokens)
                continue;
            tokens += size;
            chosen.Add(line);
        }

        return string.Join('\n', chosen.OrderBy(line => line.Order).Select(line => line.Rendered));
    }

    private static List<SummaryLine> PreviousLines(string? previous)
    {
        var lines = new List<SummaryLine>();
        if (previous is null)
            return lines;
        foreach (var line in previous.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var read = SummaryLine.Read(line, lines.Count);
            if (read.Speaker is not null || line.Length <= LongestSentence)
                lines.Add(read);
            else
                AddSentences(lines, null, line, sentence => line[sentence.Start..sentence.End]);
        }

        return lines;
    }

    private static void AddLines(List<SummaryLine> lines, MemoryMessage message)
    {
        if (Speakers.Of(message) is not { } speaker)
            return;
        var prose = Prose.Of(message.Content);
        var said = DateOnly.FromDateTime(message.CreatedAt.UtcDateTime);
        AddSentences(lines, speaker, prose, sentence => AbsoluteTimes.In(prose, sentence, said));
    }

    private static void AddSentences(List<SummaryLine> lines, string? speaker, string prose, Func<Sentence, string> written)
    {
        foreach (var sentence in Sentence.Of(prose))
        {
            if (sentence.End - sentence.Start > LongestSentence)
                continue;
            var text = written(sentence) + (sentence.IsQuestion ? '?' : '.');
            lines.Add(SummaryLine.Make(speaker, text, lines.Count));
        }
    }
}
