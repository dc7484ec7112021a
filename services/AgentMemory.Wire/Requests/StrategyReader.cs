using AgentMemory.Extraction;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Wire.Requests;

/// <summary>
/// Reads a MemoryStrategyConfig (spec 4.5). Its options are checked here, where the caller can still be told, and not when
/// a background task first uses them (T25).
/// </summary>
public static class StrategyReader
{
    private const int MaximumPromptLength = 10_000;

    public static MemoryStrategy Read(WireObject strategy)
    {
        var name = strategy.Text("strategy") ?? StrategyNames.Discrete;
        var config = strategy.FreeObject("config") ?? Json.EmptyObject;
        if (strategy.Reading.Strategies.Find(name) is { } found)
        {
            strategy.Reading.Enter("config");
            CheckOptions(found, new WireObject(config, strategy.Reading));
            strategy.Reading.Leave();
        }
        else
        {
            RefuseName(strategy);
        }

        return name == StrategyNames.Discrete && config.GetPropertyCount() == 0
            ? MemoryStrategy.Default
            : new MemoryStrategy { Strategy = name, Config = config };
    }

    private static void RefuseName(WireObject strategy)
    {
        var names = strategy.Reading.Strategies.Names;
        var expected = string.Join(", ", names.SkipLast(1).Select(name => $"'{name}'")) + $" or '{names[^1]}'";
        strategy.Reading.Enter("strategy");
        strategy.Reading.Add(
            "literal_error", $"Input should be {expected}", strategy.Element.GetProperty("strategy"), ("expected", expected));
        strategy.Reading.Leave();
    }

    /// <summary>First the types of the contract's own options, with its own errors; once these are right, what the strategy
    /// itself says about its options.</summary>
    private static void CheckOptions(IExtractionStrategy strategy, WireObject config)
    {
        var before = config.Reading.Errors;
        CheckTypes(strategy.Name, config);
        if (config.Reading.Errors > before)
            return;

        foreach (var problem in strategy.Validate(config.Element))
        {
            if (problem.Option is null)
            {
                config.Reading.Refuse(problem.Message, config.Element);
                continue;
            }

            config.Reading.Enter(problem.Option);
            config.Reading.Refuse(problem.Message, config.TryGet(problem.Option, out var value) ? value : config.Element);
            config.Reading.Leave();
        }
    }

    private static void CheckTypes(string strategy, WireObject config)
    {
        if (strategy == StrategyNames.Summary)
        {
            config.Integer("max_summary_length", minimum: 1);
            config.Text("summary_version");
            config.Texts("topics");
        }
        else if (strategy == StrategyNames.Custom && config.RequiredText("custom_prompt").Length > MaximumPromptLength)
        {
            config.Reading.Enter("custom_prompt");
            config.Reading.Add(
                "string_too_long", $"String should have at most {MaximumPromptLength} characters",
                config.Element.GetProperty("custom_prompt"), ("max_length", MaximumPromptLength));
            config.Reading.Leave();
        }
    }
}
