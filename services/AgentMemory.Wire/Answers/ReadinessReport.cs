namespace AgentMemory.Wire.Answers;

public enum ComponentStatus { Ok, NotConfigured, Unavailable }

/// <summary>Whether the server can do its work, and which of its capabilities are on.</summary>
/// <param name="Status"><see cref="ComponentStatus.Unavailable"/> is answered with 503.</param>
/// <param name="Search"><c>vector</c> when searches by meaning are answered by vectors, else <c>lexical</c>.</param>
/// <param name="Capabilities">Switchable abilities by their name in docs/configuration.md.</param>
public sealed record ReadinessReport(
    ComponentStatus Status,
    ComponentState Store,
    string Search,
    ComponentState Embedding,
    ComponentState LanguageModel,
    ComponentState Worker,
    IReadOnlyDictionary<string, bool> Capabilities)
{
    /// <summary>
    /// By what background work is done: <c>model</c>; without one <c>deterministic</c>, <c>extractive</c> or <c>rules</c>; or
    /// <c>off</c>. Keys <c>extraction</c>, <c>summarization</c>, <c>tagging</c>, <c>query_optimization</c>.
    /// </summary>
    public IReadOnlyDictionary<string, string> Methods { get; init; } = new Dictionary<string, string>();

    /// <summary>Numbers callers see the effect of, by their name in docs/configuration.md; <see langword="null"/> where one is not set.</summary>
    public IReadOnlyDictionary<string, double?> Settings { get; init; } = new Dictionary<string, double?>();
}

/// <param name="Detail">For people: the model's name, or what is wrong and how to mend it.</param>
public sealed record ComponentState(ComponentStatus Status, string? Detail = null);
