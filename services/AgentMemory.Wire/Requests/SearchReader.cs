using AgentMemory.Search;

namespace AgentMemory.Wire.Requests;

/// <summary>Reads a SearchRequest (spec 4.8).</summary>
public static class SearchReader
{
    private const int MaximumLimit = 100;

    /// <summary>Paging that deep is a scan: filters narrow it, an export reads it.</summary>
    private const int MaximumOffset = 1_000_000;

    public static MemorySearch Read(WireObject body)
    {
        var defaults = new MemorySearch();
        // Mistakes are told in the order in which members are read.
        var text = body.Text("text");
        var mode = body.Choice("search_mode", Vocabularies.SearchModes) ?? defaults.Mode;
        var threshold = mode == SearchMode.Semantic ? body.Reading.Options.RecallDistanceThreshold : null;
        return new MemorySearch
        {
            Text = text,
            Mode = mode,
            HybridAlpha = body.Number("hybrid_alpha", 0, 1) ?? defaults.HybridAlpha,
            TextScorer = body.Text("text_scorer") ?? defaults.TextScorer,
            Filter = ReadFilter(body),
            DistanceThreshold = body.Number("distance_threshold") ?? threshold,
            Limit = body.Integer("limit", 1, MaximumLimit) ?? defaults.Limit,
            Offset = body.Integer("offset", 0, MaximumOffset) ?? defaults.Offset,
            MaxTokens = body.Integer("max_tokens", 1, int.MaxValue),
            Explain = body.Boolean("explain") ?? defaults.Explain,
            Exact = body.Boolean("exact") ?? defaults.Exact,
            Recency = ReadRecency(body),
            RecencyBoost = body.Boolean("recency_boost") ?? defaults.RecencyBoost,
            ServerSideRecency = body.Boolean("server_side_recency") ?? defaults.ServerSideRecency,
        };
    }

    private static MemoryFilter ReadFilter(WireObject body)
    {
        var filter = new MemoryFilter
        {
            SessionId = body.Object("session_id", TagFilterReader.Read),
            Namespace = body.Object("namespace", TagFilterReader.Read),
            UserId = body.Object("user_id", TagFilterReader.Read),
            Topics = body.Object("topics", TagFilterReader.Read),
            Entities = body.Object("entities", TagFilterReader.Read),
            ExtractionStrategy = body.Object("extraction_strategy", TagFilterReader.Read),
            MemoryType = body.Object("memory_type", TagFilterReader.ReadMemoryType),
            CreatedAt = body.Object("created_at", TimeFilterReader.Read),
            LastAccessed = body.Object("last_accessed", TimeFilterReader.Read),
            EventDate = body.Object("event_date", TimeFilterReader.Read),
        };
        return filter == MemoryFilter.None ? MemoryFilter.None : filter;
    }

    private static RecencyWeights ReadRecency(WireObject body)
    {
        var defaults = RecencyWeights.Default;
        var weights = new RecencyWeights
        {
            Semantic = body.Number("recency_semantic_weight") ?? defaults.Semantic,
            Recency = body.Number("recency_recency_weight") ?? defaults.Recency,
            Freshness = body.Number("recency_freshness_weight") ?? defaults.Freshness,
            Novelty = body.Number("recency_novelty_weight") ?? defaults.Novelty,
            HalfLifeLastAccessDays = body.Number("recency_half_life_last_access_days") ?? defaults.HalfLifeLastAccessDays,
            HalfLifeCreatedDays = body.Number("recency_half_life_created_days") ?? defaults.HalfLifeCreatedDays,
        };
        return weights == defaults ? defaults : weights;
    }
}
