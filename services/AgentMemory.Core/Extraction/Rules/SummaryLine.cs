namespace AgentMemory.Extraction.Rules;

/// <summary>One sentence of a summary, as <c>Speaker: sentence</c>; without a speaker in a summary that something else
/// wrote.</summary>
/// <param name="Order">Its place in the conversation.</param>
internal sealed record SummaryLine(string? Speaker, string Text, double Weight, int Order)
{
    public string Rendered { get; } = Speaker is null ? Text : $"{Speaker}: {Text}";

    /// <summary>Reads a line that <see cref="Rendered"/> wrote, or any other.</summary>
    public static SummaryLine Read(string line, int order)
    {
        var colon = line.IndexOf(": ", StringComparison.Ordinal);
        var speaker = colon > 0 && Speakers.IsName(line[..colon]) ? line[..colon] : null;
        return Make(speaker, speaker is null ? line : line[(colon + 2)..], order);
    }

    public static SummaryLine Make(string? speaker, string text, int order) => new(
        speaker, text, SentenceWeight.Of(text, isPersons: speaker != Speakers.Assistant, isQuestion: text.EndsWith('?')), order);
}
