using System.Collections.Frozen;

namespace AgentMemory.Extraction.Rules;

/// <summary>Topics and entities of a text, by rules.</summary>
public static class RuleTagger
{
    public static Tags Of(string text, int maximumTopics) => Of(text, maximumTopics, FrozenSet<string>.Empty);

    /// <param name="knownNames">Names that are entities wherever they stand, such as a speaker's.</param>
    internal static Tags Of(string text, int maximumTopics, IReadOnlySet<string> knownNames)
    {
        var prose = Prose.Of(text);
        return new Tags(TopicLexicon.TopicsOf(prose, maximumTopics), EntityFinder.EntitiesOf(prose, knownNames));
    }
}

/// <param name="Topics">Lower case, at most as many as asked for.</param>
/// <param name="Entities">People, organisations, places, products, as they are written.</param>
public sealed record Tags(IReadOnlyList<string> Topics, IReadOnlyList<string> Entities)
{
    public static Tags None { get; } = new([], []);
}
