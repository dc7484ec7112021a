namespace AgentMemory.Search;

public enum SearchMode { Semantic, Keyword, Hybrid }

/// <summary>A search as the engine runs it (spec 4.8).</summary>
public sealed record MemorySearch
{
    /// <summary>Blank lists by filter.</summary>
    public string? Text { get; init; }

    public SearchMode Mode { get; init; } = SearchMode.Semantic;

    /// <summary>Weight of the vector part in hybrid mode, 0 to 1.</summary>
    public double HybridAlpha { get; init; } = 0.7;

    public string TextScorer { get; init; } = "BM25STD";
    public MemoryFilter Filter { get; init; } = MemoryFilter.None;

    /// <summary>Largest distance returned, semantic mode only.</summary>
    public double? DistanceThreshold { get; init; }

    /// <summary>1 to 100.</summary>
    public int Limit { get; init; } = 10;

    public int Offset { get; init; }
    public bool OptimizeQuery { get; init; }

    /// <summary>How many tokens the texts returned may take together (<see cref="AnswerBudget"/>); <see langword="null"/> for any number.
    /// Such an answer is whole: it is not paged.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Whether each hit tells how its score came about.</summary>
    public bool Explain { get; init; }

    /// <summary>Whether all that matches is ranked in full and compared, rather than the likeliest. Costs time in a large store.</summary>
    public bool Exact { get; init; }

    public RecencyWeights Recency { get; init; } = RecencyWeights.Default;
    public bool RecencyBoost { get; init; } = true;

    /// <summary>Rank a larger pool by the recency formula before paging, instead of the page (spec 6.4).</summary>
    public bool ServerSideRecency { get; init; }
}

/// <summary>Weights and half-lives of the recency formula (spec 6.4).</summary>
public sealed record RecencyWeights
{
    public static RecencyWeights Default { get; } = new();

    public double Semantic { get; init; } = 0.8;
    public double Recency { get; init; } = 0.2;

    /// <summary>Weight of the last access.</summary>
    public double Freshness { get; init; } = 0.6;

    /// <summary>Weight of the creation.</summary>
    public double Novelty { get; init; } = 0.4;

    public double HalfLifeLastAccessDays { get; init; } = 7.0;
    public double HalfLifeCreatedDays { get; init; } = 30.0;
}
