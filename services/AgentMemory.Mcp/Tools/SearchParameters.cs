using System.Text.Json.Nodes;

namespace AgentMemory.Mcp.Tools;

/// <summary>
/// The arguments that search and prompt share. <c>hybrid_alpha</c> and <c>text_scorer</c> are not among them: models guess
/// at them, to no good.
/// </summary>
internal static class SearchParameters
{
    private const string Component = "SearchRequest";

    public static ToolParameter Mode { get; } = ToolParameter.Of(
        Component, "search_mode", "semantic: by meaning; keyword: by words, \"quoted phrases\" exactly; hybrid: both.");

    public static ToolParameter Session(string description) => ToolParameter.Of(Component, "session_id", description);

    /// <summary>Filters besides that of the session.</summary>
    public static IEnumerable<ToolParameter> Filters { get; } =
    [
        ToolParameter.Of(Component, "namespace"),
        ToolParameter.Of(Component, "user_id"),
        ToolParameter.Of(Component, "topics"),
        ToolParameter.Of(Component, "entities"),
        ToolParameter.Of(Component, "memory_type", "semantic, episodic or message."),
        ToolParameter.Of(Component, "created_at"),
        ToolParameter.Of(Component, "last_accessed"),
        ToolParameter.Of(Component, "event_date"),
    ];

    /// <summary>The same for a tool whose description refers to search: their operators are told once.</summary>
    public static IEnumerable<ToolParameter> FiltersInShort { get; } =
        [.. Filters.Select(filter => ToolParameter.New(filter.Name, "object", filter.Schema["description"]!.GetValue<string>()))];

    public static IEnumerable<ToolParameter> Paging { get; } =
    [
        ToolParameter.Of(Component, "distance_threshold", "Largest distance, 0 (same) to 2; semantic mode only."),
        ToolParameter.Of(Component, "limit"),
        ToolParameter.Of(Component, "offset", "next_offset of the page before."),
        ToolParameter.New("optimize_query", "boolean", "Let the server's model rewrite the query; yours is usually better.")
            .Default(JsonValue.Create(false)),
    ];

    public static IEnumerable<ToolParameter> Recency { get; } =
    [
        ToolParameter.Of(Component, "recency_boost"),
        ToolParameter.Of(Component, "recency_semantic_weight"),
        ToolParameter.Of(Component, "recency_recency_weight"),
        ToolParameter.Of(Component, "recency_freshness_weight"),
        ToolParameter.Of(Component, "recency_novelty_weight"),
        ToolParameter.Of(Component, "recency_half_life_last_access_days"),
        ToolParameter.Of(Component, "recency_half_life_created_days"),
        ToolParameter.Of(Component, "server_side_recency"),
    ];
}
