namespace AgentMemory.Models;

/// <summary>
/// Which language models the variables select (spec 9.3). The provider is chosen by the model's prefix or name, and each
/// provider gets its own key and address only (T41).
/// </summary>
/// <param name="Generation"><see langword="null"/> when there is none.</param>
/// <param name="Fast">As <paramref name="Generation"/>; the same object when both are one model.</param>
/// <param name="Problems">What is wrong with the variables and how to put it right.</param>
/// <param name="Advice">How to get a model; <see langword="null"/> when there are both.</param>
public sealed record ChatSelection(
    ChatModelOptions? Generation, ChatModelOptions? Fast, IReadOnlyList<string> Problems, string? Advice)
{
    private const string GenerationVariable = "GENERATION_MODEL";
    private const string FastVariable = "FAST_MODEL";

    public static ChatSelection From(ChatVariables variables)
    {
        var providers = new ChatProviders(variables);
        var generationName = ChatVariables.Given(variables.Generation);
        var fastName = ChatVariables.Given(variables.Fast);
        var (generationDefault, fastDefault) = Defaults(variables);

        var generation = Choose(providers, generationName ?? generationDefault, GenerationVariable);
        var fast = (fastName ?? (generationName is null ? fastDefault : null)) is { } name
            ? Choose(providers, name, FastVariable)
            : generation;
        if (fast.Options is { } one && one with { Variable = GenerationVariable } == generation.Options)
            fast = generation;

        var problems = new[] { generation.Problem, fast.Problem }.OfType<string>().Distinct();
        return new(
            generation.Options, fast.Options, [.. problems],
            generation.Options is null ? generation.Advice : fast.Options is null ? fast.Advice : null);
    }

    private static ChatChoice Choose(ChatProviders providers, string? name, string variable) => name is null
        ? new() { Advice = providers.HowToGetOne }
        : providers.Find(name, variable);

    /// <summary>A server of one's own has none of these models; what it has must be named.</summary>
    private static (string? Generation, string? Fast) Defaults(ChatVariables variables)
    {
        if (ChatVariables.Given(variables.OpenAIKey) is not null && ChatVariables.Given(variables.OpenAIBase) is null)
            return ("gpt-5", "gpt-5-mini");
        return ChatVariables.Given(variables.AnthropicKey) is not null ? ("claude-sonnet-4-5", "claude-haiku-4-5") : default;
    }
}

/// <summary>What a model's name leads to: options, or a problem that forbids to start, or advice.</summary>
internal sealed record ChatChoice
{
    public ChatModelOptions? Options { get; init; }
    public string? Problem { get; init; }
    public string? Advice { get; init; }
}
