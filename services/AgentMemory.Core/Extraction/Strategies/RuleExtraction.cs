using AgentMemory.Extraction.Rules;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Extraction.Strategies;

/// <summary>What the built-in strategies give without a model, labelled so that nobody takes it for a model's work.</summary>
internal static class RuleExtraction
{
    public static ExtractionResult Run(
        IReadOnlyList<MemoryMessage> messages, EngineOptions options, Func<ExtractedMemory, bool>? admits = null) =>
        new([.. StatementExtractor.Extract(messages).Where(memory => admits?.Invoke(memory) ?? true).Select(memory => memory with
        {
            Strategy = StrategyNames.Deterministic,
            Topics = options.ExtractTopics ? [.. memory.Topics.Take(options.MaximumTopics)] : [],
            Entities = options.ExtractEntities ? memory.Entities : [],
        })]);
}
