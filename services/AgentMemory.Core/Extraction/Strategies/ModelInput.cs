using AgentMemory.LanguageModels;

namespace AgentMemory.Extraction.Strategies;

/// <summary>How much of a conversation a model is given at once.</summary>
internal static class ModelInput
{
    /// <summary>More at once costs accuracy before it costs room.</summary>
    private const int MostTokens = 16_000;

    /// <summary>Of the window, a third is for the messages, the rest for the instructions, the context and the answer.</summary>
    private const int Share = 3;

    public static int Tokens(LanguageModel? model) =>
        model is null ? int.MaxValue : Math.Clamp(model.ContextWindow / Share, 1, MostTokens);
}
