namespace AgentMemory.Extraction;

/// <summary>Names of the built-in strategies, as sessions ask for them and as records tell them.</summary>
public static class StrategyNames
{
    public const string Discrete = "discrete";
    public const string Summary = "summary";
    public const string Preferences = "preferences";
    public const string Custom = "custom";

    /// <summary>Of records made by rules, without a model, whatever strategy the session asks for.</summary>
    public const string Deterministic = "deterministic";

    /// <summary>Of records that are messages as they were said.</summary>
    public const string Message = "message";
}
