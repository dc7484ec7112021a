using AgentMemory.Models;
using AgentMemory.Usage;

namespace AgentMemory.Hosting.Settings;

/// <summary>The settings of models.</summary>
/// <param name="Embedding"><see langword="null"/> when no model is configured.</param>
/// <param name="Budget">Of language models, per namespace and day.</param>
internal sealed record ModelSettings(EmbeddingOptions? Embedding, ChatSelection Language, TokenBudget Budget)
{
    public static ModelSettings Read(SettingsReader reader)
    {
        var openAIKey = reader.Text("OPENAI_API_KEY");
        var openAIBase = reader.Text("OPENAI_API_BASE", "https://api.openai.com/v1");
        var ollamaBase = reader.Text("OLLAMA_API_BASE");

        var embedding = EmbeddingSelection.From(new()
        {
            Model = reader.Text("EMBEDDING_MODEL", EmbeddingSelection.DefaultModel),
            OpenAIKey = openAIKey,
            OpenAIBase = openAIBase,
            OllamaBase = ollamaBase,
            Dimensions = (int?)reader.OptionalInteger("REDISVL_VECTOR_DIMENSIONS", 1, 65536),
        });
        reader.Add(embedding.Problem);

        var language = ChatSelection.From(new()
        {
            Generation = reader.Text("GENERATION_MODEL", "gpt-5 or claude-sonnet-4-5, by the key there is"),
            Fast = reader.Text("FAST_MODEL", "GENERATION_MODEL if that is set, else gpt-5-mini or claude-haiku-4-5"),
            OpenAIKey = openAIKey,
            OpenAIBase = openAIBase,
            AnthropicKey = reader.Text("ANTHROPIC_API_KEY"),
            AnthropicBase = reader.Text("ANTHROPIC_API_BASE", "https://api.anthropic.com"),
            AzureKey = reader.Text("AZURE_API_KEY"),
            AzureBase = reader.Text("AZURE_API_BASE"),
            OllamaBase = ollamaBase,
            CallTimeout = TimeSpan.FromSeconds(reader.Integer("MODEL_CALL_TIMEOUT_SECONDS", 120, 1, 3600)),
            Concurrency = reader.Integer("MODEL_CONCURRENCY", 4, 1, 1000),
        });
        foreach (var problem in language.Problems)
            reader.Add(problem);

        return new(
            embedding.Options, language, new(reader.OptionalInteger("MODEL_TOKENS_PER_NAMESPACE_AND_DAY", 1, long.MaxValue)));
    }
}
