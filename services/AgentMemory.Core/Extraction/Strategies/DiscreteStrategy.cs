using System.Text.Json;
using AgentMemory.Extraction.Prompts;
using AgentMemory.LanguageModels;

namespace AgentMemory.Extraction.Strategies;

/// <summary>One memory per fact: what happened, and what holds. Without a model, plain self-statements by rules.</summary>
internal sealed class DiscreteStrategy(ModelRoles models, EngineOptions options) : IExtractionStrategy
{
    public string Name => StrategyNames.Discrete;

    public string Describe(JsonElement config) =>
        "Extracts discrete semantic memories (factual information that lasts) and episodic ones (what happened, with its date) "
        + "from conversations.";

    public IEnumerable<StrategyProblem> Validate(JsonElement config) => StrategyConfig.Unknown(config);

    public async Task<ExtractionResult> ExtractAsync(ExtractionRequest request, CancellationToken cancellationToken)
    {
        if (models.Generation is not { } model)
            return RuleExtraction.Run(request.Messages, options);

        var transcript = new Transcript(request);
        var items = await ModelAnswers.AskAsync(
            model, request, DiscretePrompt.For(request.Now, options.MaximumTopics), transcript.Text, ModelAnswers.MemoriesSchema,
            cancellationToken);
        return ModelItem.ReadAll(items, transcript, options, model.Name);
    }
}
