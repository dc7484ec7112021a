using AgentMemory.LongTermMemory;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Extraction.Checks;

/// <summary>
/// Decides item by item what of a strategy's answer becomes a memory (T25b): a bad item is refused, the others stay.
/// </summary>
/// <param name="messages">Those that were to be extracted.</param>
/// <param name="strategy">Name of the strategy that was asked.</param>
internal sealed class ItemCheck(IReadOnlyList<MemoryMessage> messages, string strategy)
{
    private const int LongestFact = 1000;
    private const int LongestAbstract = 50_000;

    private readonly Dictionary<string, QuotedText> _texts = new(StringComparer.Ordinal);

    /// <returns>The item as it is to be kept, its sources in the order of the messages, its quote in the source's wording;
    /// or why it is refused.</returns>
    public (ExtractedMemory? Memory, ItemRefusal? Refusal) Check(ExtractedMemory item)
    {
        var text = item.Text.Trim();
        if (!text.Any(char.IsLetterOrDigit) || text.Length > (item.IsAbstract ? LongestAbstract : LongestFact))
            return (null, ItemRefusal.Text);
        if (item.Type is not (MemoryType.Semantic or MemoryType.Episodic))
            return (null, ItemRefusal.Type);
        if (WritesOfUser && UnresolvedSubject.Begins(text))
            return (null, ItemRefusal.Subject);
        var topics = TagList.Of(item.Topics);
        var entities = TagList.Of(item.Entities);
        if (UnsafeText.Is(text) || topics.Concat(entities).Any(UnsafeText.Is))
            return (null, ItemRefusal.Unsafe);

        var kept = item with { Text = text, Topics = topics, Entities = entities };
        if (item.IsAbstract)
            return (kept, null);

        var named = messages.Where(message => item.Sources.Contains(message.Id, StringComparer.Ordinal)).ToArray();
        if (named.Length == 0 && item.Sources.Count > 0)
            return (null, ItemRefusal.Source);

        // An item that names no source rests on the message that its quote is found in.
        foreach (var message in named.Length > 0 ? named : messages)
        {
            if (Quote(item, message) is { } quote)
                return (kept with { Sources = [.. (named.Length > 0 ? named : [message]).Select(source => source.Id)], Quote = quote }, null);
        }

        return (null, ItemRefusal.Quote);
    }

    /// <summary>These prompts ask for it; an application's own strategy may speak as it likes.</summary>
    private bool WritesOfUser => strategy is StrategyNames.Discrete or StrategyNames.Preferences;

    private string? Quote(ExtractedMemory item, MemoryMessage source)
    {
        if (!string.IsNullOrWhiteSpace(item.Quote))
        {
            if (!_texts.TryGetValue(source.Id, out var text))
                _texts[source.Id] = text = new QuotedText(source.Content);
            return text.Find(item.Quote);
        }

        // An application's prompt may leave no room for quotes.
        return strategy == StrategyNames.Custom && BestSentence.In(source.Content, item.Text) is { } sentence
            ? new QuotedText(source.Content).Find(sentence)
            : null;
    }
}
