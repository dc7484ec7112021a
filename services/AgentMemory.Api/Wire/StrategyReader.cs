using AgentMemory.Extraction;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Api.Wire;

/// <summary>
/// Reads a MemoryStrategyConfig (spec 4.5). Its options are checked here, where the caller can still be told, and not when
/// a background task first uses them (T25).
/// </summary>
internal static class StrategyReader
{
    private const int MaximumPromptLength = 10_000;

    public static MemoryStrategy Read(WireObject strategy)
    {
        var kind = strategy.Text("strategy") ?? StrategyNames.Discrete;
        var config = strategy.FreeObject("config") ?? Json.EmptyObject;
        strategy.Reading.Enter("config");
        CheckOptions(kind, new WireObject(config, strategy.Reading));
        strategy.Reading.Leave();
        return kind == StrategyNames.Discrete && config.GetPropertyCount() == 0
            ? MemoryStrategy.Default
            : new MemoryStrategy { Strategy = kind, Config = config };
    }

    private static void CheckOptions(string kind, WireObject config)
    {
        var known = Options(kind);
        foreach (var option in config.Element.EnumerateObject())
        {
            if (known.Contains(option.Name))
                continue;
            var choices = known.Length == 0 ? "it has none" : "it has " + string.Join(", ", known);
            config.Reading.Enter(option.Name);
            config.Reading.Refuse($"the strategy has no such option; {choices}", option.Value);
            config.Reading.Leave();
        }

        if (kind == StrategyNames.Summary)
        {
            config.Integer("max_summary_length", minimum: 1);
            config.Text("summary_version");
            config.Texts("topics");
        }
        else if (kind == StrategyNames.Custom && config.RequiredText("custom_prompt").Length > MaximumPromptLength)
        {
            config.Reading.Enter("custom_prompt");
            config.Reading.Add(
                "string_too_long", $"String should have at most {MaximumPromptLength} characters",
                config.Element.GetProperty("custom_prompt"), ("max_length", MaximumPromptLength));
            config.Reading.Leave();
        }
    }

    private static string[] Options(string kind) => kind switch
    {
        StrategyNames.Summary => ["max_summary_length", "summary_version", "topics"],
        StrategyNames.Custom => ["custom_prompt"],
        _ => [],
    };
}
