using System.Text.Json;
using AgentMemory.Extraction.Prompts;
using AgentMemory.LanguageModels;

namespace AgentMemory.Extraction.Strategies;

/// <summary>What an application's own prompt asks for. The conversation never becomes part of that prompt: it stays data.</summary>
internal sealed class CustomStrategy(ModelRoles models, EngineOptions options) : IExtractionStrategy
{
    private const string PromptName = "custom_prompt";

    public string Name => StrategyNames.Custom;

    public bool NeedsModel => true;

    public string Describe(JsonElement config) =>
        "Extracts memories with a custom extraction prompt of the application: a prompt template that is given the conversation.";

    public IEnumerable<StrategyProblem> Validate(JsonElement config)
    {
        if (!config.TryGetProperty(PromptName, out var prompt) || prompt.ValueKind == JsonValueKind.Null)
            yield return new(PromptName, "it is required: say what to extract");
        else if (prompt.ValueKind != JsonValueKind.String)
            yield return new(PromptName, "it must be a string");
        else
        {
            foreach (var problem in CustomPromptRules.Problems(prompt.GetString()!))
                yield return new(PromptName, problem);
        }

        foreach (var problem in StrategyConfig.Unknown(config, PromptName))
            yield return problem;
    }

    public async Task<ExtractionResult> ExtractAsync(ExtractionRequest request, CancellationToken cancellationToken)
    {
        var model = models.Generation
            ?? throw new ModelException(ModelFailure.Unavailable, "Custom prompts need a model: set GENERATION_MODEL and its key");
        var transcript = new Transcript(request);
        var prompt = CustomPromptTemplate.Fill(request.Config.GetProperty(PromptName).GetString()!, Values(request, model.Name));
        var items = await ModelAnswers.AskAsync(
            model, request, CustomPromptFrame.For(prompt, request.Now), transcript.Text, ModelAnswers.MemoriesSchema,
            cancellationToken);
        return ModelItem.ReadAll(items, transcript, options, model.Name, strict: true);
    }

    /// <summary>The conversation and its context are named, not inserted: inserted, they could pass for the prompt.</summary>
    private static Dictionary<string, string> Values(ExtractionRequest request, string model) => new(StringComparer.Ordinal)
    {
        ["message"] = "the conversation in the input's messages part",
        ["context"] = "the summary and the earlier messages in the input",
        ["current_datetime"] = Transcript.Moment(request.Now),
        ["session_id"] = request.Session.SessionId,
        ["namespace"] = request.Session.Owner.Namespace ?? "",
        ["user_id"] = request.Session.Owner.UserId ?? "",
        ["model_name"] = model,
    };
}
