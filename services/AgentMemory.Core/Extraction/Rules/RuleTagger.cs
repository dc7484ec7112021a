namespace AgentMemory.Extraction.Rules;

/// <summary>Topics and entities of a text, by rules.</summary>
public static class RuleTagger
{
    public static Tags Of(string text, int maximumTopics) => throw new NotImplementedException();
}

/// <param name="Topics">Lower case, at most as many as asked for.</param>
/// <param name="Entities">People, organisations, places, products, as they are written.</param>
public sealed record Tags(IReadOnlyList<string> Topics, IReadOnlyList<string> Entities)
{
    public static Tags None { get; } = new([], []);
}
