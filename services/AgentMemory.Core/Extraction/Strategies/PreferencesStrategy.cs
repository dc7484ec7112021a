using System.Text.Json;
using AgentMemory.Extraction.Prompts;
using AgentMemory.LanguageModels;
using AgentMemory.LongTermMemory;

namespace AgentMemory.Extraction.Strategies;

/// <summary>What the user likes, how they work and want to be treated. Without a model, by rules.</summary>
internal sealed class PreferencesStrategy(ModelRoles models, EngineOptions options) : IExtractionStrategy
{
    /// <summary>What the rules tag preferences with.</summary>
    public const string Topic = "preferences";

    public string Name => StrategyNames.Preferences;

    public string Describe(JsonElement config) =>
        "Extracts user preferences, settings and personal characteristics from conversations, as actionable statements about the user.";

    public IEnumerable<StrategyProblem> Validate(JsonElement config) => StrategyConfig.Unknown(config);

    public async Task<ExtractionResult> ExtractAsync(ExtractionRequest request, CancellationToken cancellationToken)
    {
        if (models.Generation is not { } model)
            return RuleExtraction.Run(request.Messages, options, memory => memory.Topics.Contains(Topic, StringComparer.OrdinalIgnoreCase));

        var transcript = new Transcript(request);
        var items = await ModelAnswers.AskAsync(
            model, request, PreferencesPrompt.For(request.Now, options.MaximumTopics), transcript.Text, ModelAnswers.MemoriesSchema,
            cancellationToken);
        var result = ModelItem.ReadAll(items, transcript, options, model.Name);

        // A preference holds; whatever date the model gives it is that of its being told.
        return result with { Memories = [.. result.Memories.Select(memory => memory with { Type = MemoryType.Semantic, EventDate = null })] };
    }
}
