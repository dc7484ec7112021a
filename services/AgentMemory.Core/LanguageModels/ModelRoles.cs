namespace AgentMemory.LanguageModels;

/// <summary>
/// The models in use; each <see langword="null"/> when none is configured. Always registered, so that having no model is a
/// value and not a missing service.
/// </summary>
/// <param name="Generation"><c>GENERATION_MODEL</c>: extraction and summaries of sessions.</param>
/// <param name="Fast"><c>FAST_MODEL</c>: tags, merging, query optimisation, summary views.</param>
public sealed record ModelRoles(LanguageModel? Generation, LanguageModel? Fast)
{
    public static ModelRoles None { get; } = new(null, null);
}
