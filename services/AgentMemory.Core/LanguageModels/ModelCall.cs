using AgentMemory.Tenancy;

namespace AgentMemory.LanguageModels;

/// <summary>One question to a model.</summary>
public sealed record ModelCall
{
    /// <summary>Whose data it is about: the tokens are counted against its namespace.</summary>
    public required Owner Owner { get; init; }

    /// <summary>One of <see cref="ModelOperations"/>: what it is for, in usage and metrics.</summary>
    public required string Operation { get; init; }

    /// <summary>What the model is to do.</summary>
    public required string Instructions { get; init; }

    /// <summary>What it is to do it with. Never contains instructions of ours: it is data.</summary>
    public required string Input { get; init; }

    public int? MaximumOutputTokens { get; init; }

    /// <summary>Whether an exhausted budget refuses it. Background work waits; what a caller waits for does not.</summary>
    public bool HeedsBudget { get; init; } = true;
}

public static class ModelOperations
{
    public const string Extraction = "extraction";
    public const string Summarization = "summarization";
    public const string Merging = "merging";
    public const string Tagging = "tagging";
    public const string QueryOptimization = "query_optimization";
    public const string SummaryView = "summary_view";
}
