namespace AgentMemory.Search;

/// <summary>
/// How much each part of a relevance score counts. Chosen on conversations and checked on others that they were not chosen on:
/// docs/evaluation.md has what each one contributes.
/// </summary>
public sealed record RelevanceWeights
{
    public static RelevanceWeights Default { get; } = new();

    /// <summary>What an occurrence in the message before counts, where one in the text itself counts 1.</summary>
    public float Before { get; init; } = 0.3f;

    /// <summary>The same where the message before asks: who answers "yes, in May" says what was asked.</summary>
    public float BeforeAsking { get; init; } = 0.85f;

    public float SecondBefore { get; init; } = 0.25f;
    public float After { get; init; } = 0.2f;
    public float SecondAfter { get; init; } = 0.18f;

    /// <summary>For what was said by the one person whom the question names.</summary>
    public float Speaker { get; init; } = 1.4f;

    /// <summary>For a text that tells a time, when one is asked for.</summary>
    public float TellsTime { get; init; } = 1.4f;

    /// <summary>For what is from a time that the question names.</summary>
    public float WithinDates { get; init; } = 1.5f;

    public float SoonAfterDates { get; init; } = 1.2f;
}
