using System.Text.Json.Nodes;
using AgentMemory.Mcp.Callers;
using FsCheck;
using FsCheck.Fluent;
using static AgentMemory.Mcp.Tests.Parity.Values;

namespace AgentMemory.Mcp.Tests.Parity;

/// <param name="Rest">The id of the operation in /openapi.json.</param>
/// <param name="Mcp">The tool, prompt, template or method.</param>
internal sealed record Entry(string Rest, string Mcp, Gen<Said> Ways);

/// <summary>
/// What can be done, and how each interface says it. What is in neither list is reachable through one interface alone, and
/// fails the tests.
/// </summary>
internal static class Catalogue
{
    private const string Working = "/v1/working-memory";
    private const string LongTerm = "/v1/long-term-memory";

    public static Entry[] Both { get; } =
    [
        new("create_long_term_memory", "create_long_term_memories", Create()),
        new("search_long_term_memory", "search_long_term_memory", Search()),
        new("memory_prompt", "memory_prompt", Prompt()),
        new("memory_prompt", "prompt memory_prompt", PromptOfHosts()),
        new("put_working_memory", "set_working_memory", SetSession()),
        new("get_working_memory", "get_working_memory", GetSession()),
        new("get_working_memory", "memory://sessions/{session_id}", ReadSession()),
        new("list_sessions", "resources/list", ListSessions()),
        new("get_long_term_memory", "get_long_term_memory", GetMemory()),
        new("get_long_term_memory", "memory://memories/{memory_id}", ReadMemory()),
        new("edit_long_term_memory", "edit_long_term_memory", Edit()),
        new("delete_long_term_memories", "delete_long_term_memories", Delete()),
        new("compact_long_term_memories", "compact_long_term_memories", Compact()),
    ];

    /// <summary>And why no tool does it.</summary>
    public static Dictionary<string, string> RestOnly { get; } = new()
    {
        ["append_messages"] = "Applications keep transcripts, not models; set_working_memory reaches the same.",
        ["delete_working_memory"] = "Administration; sessions that models make vanish by themselves.",
        ["forget_long_term_memories"] = "Administration.",
        ["list_memory_merges"] = "Administration.",
        ["undo_memory_merge"] = "Administration.",
        ["list_session_events"] = "Administration, and a stream.",
        ["list_memory_events"] = "Administration, and a stream.",
        ["create_summary_view"] = "Administration.",
        ["list_summary_views"] = "Administration.",
        ["get_summary_view"] = "Administration.",
        ["delete_summary_view"] = "Administration.",
        ["run_summary_view"] = "Administration.",
        ["run_summary_view_partition"] = "Administration.",
        ["list_summary_view_partitions"] = "Administration.",
        ["get_task"] = "Administration.",
        ["list_tasks"] = "Administration.",
        ["list_events"] = "Administration, and a stream.",
        ["list_session_headings"] = "For people; resources/list has a model's sessions.",
        ["get_overview"] = "Administration.",
        ["retry_task"] = "Administration.",
        ["get_usage"] = "Administration.",
        ["health"] = "For supervisors; ping is MCP's own.",
        ["ready"] = "For supervisors.",
    };

    /// <summary>And why no route does it: neither reaches what is stored.</summary>
    public static Dictionary<string, string> McpOnly { get; } = new()
    {
        ["get_current_datetime"] = "Models have no clock.",
    };

    private static Gen<Said> Create() =>
        from records in List(AnyRecord, 2)
        from inText in Gen.Elements(true, false)
        from defaults in Defaults
        select new Said(
            new("POST", LongTerm + "/" + Query(defaults), Object(("memories", records.DeepClone()))),
            Tool("create_long_term_memories", ("memories", inText ? records.ToJsonString() : records)), defaults);

    private static Gen<Said> Search() =>
        from text in Gen.Elements("", "tea", "boat for two")
        from mode in Gen.Elements(null, "semantic", "keyword", "hybrid", "fuzzy")
        from @namespace in TagFilter(Namespace)
        from user in TagFilter(User)
        from session in TagFilter(Maybe(Session))
        from limit in Gen.Elements(1, 10, 10, 100, 0, 101)
        from threshold in Gen.Elements<double?>(null, null, 2)
        from defaults in Defaults
        let search = Object(
            ("text", text), ("search_mode", mode), ("namespace", @namespace), ("user_id", user), ("session_id", session), ("limit", limit),
            ("distance_threshold", threshold))
        select new Said(
            new("POST", $"{LongTerm}/search{Query(defaults)}", search.DeepClone()),
            new(McpKind.Tool, "search_long_term_memory", search.DeepClone().AsObject()), defaults);

    private static Gen<Said> Prompt() =>
        from session in Maybe(Session)
        from searches in Gen.Elements(true, true, false)
        from @namespace in Namespace
        from user in User
        from limit in Gen.Elements(1, 10, 101)
        from defaults in Defaults
        let include = searches || session is null
        let place = new CallDefaults(@namespace ?? defaults.Namespace, user ?? defaults.UserId)
        select new Said(
            PromptRequest(session, place, include ? limit : null),
            Tool(
                "memory_prompt", ("query", "What about tea?"), ("session_id", Equal(session)), ("namespace", Equal(@namespace)),
                ("user_id", Equal(user)), ("limit", limit), ("include_long_term_search", include)),
            defaults);

    private static Gen<Said> PromptOfHosts() =>
        from session in Maybe(Session)
        from @namespace in Namespace
        from user in User
        from defaults in Defaults
        let place = new CallDefaults(@namespace ?? defaults.Namespace, user ?? defaults.UserId)
        select new Said(
            PromptRequest(session, place, 10),
            new(McpKind.Prompt, "memory_prompt", Object(
                ("query", "What about tea?"), ("session_id", session), ("namespace", @namespace), ("user_id", user))),
            defaults);

    private static RestRequest PromptRequest(string? session, CallDefaults place, int? limit) => new(
        "POST", "/v1/memory/prompt", Object(
            ("query", "What about tea?"),
            ("session", session is null ? null : Object(
                ("session_id", session), ("namespace", place.Namespace), ("user_id", place.UserId))),
            ("long_term_search", limit is null ? null : Object(
                ("namespace", Equal(place.Namespace)), ("user_id", Equal(place.UserId)), ("limit", limit)))));

    private static Gen<Said> SetSession() =>
        from session in Session
        from messages in List(Message, 2)
        from records in List(AnyRecord, 1)
        from context in Maybe(Gen.Constant("Before"))
        from @namespace in Namespace
        from user in User
        from ttl in Gen.Elements<int?>(null, 60, 0)
        from defaults in Defaults
        let content = Object(
            ("messages", messages), ("memories", records), ("context", context), ("namespace", @namespace), ("user_id", user),
            ("ttl_seconds", ttl))
        select new Said(
            new("PUT", $"{Working}/{Uri.EscapeDataString(session)}{Query(defaults)}", AsRest(content, user ?? defaults.UserId)),
            Tool("set_working_memory", [("session_id", session), .. content.Select(member => (member.Key, member.Value?.DeepClone()))]),
            defaults);

    /// <summary>What the tool says by saying nothing.</summary>
    private static JsonObject AsRest(JsonObject content, string? user)
    {
        var body = content.DeepClone().AsObject();
        body.TryAdd("ttl_seconds", 3600);
        foreach (var memory in body["memories"]!.AsArray())
        {
            memory!.AsObject().TryAdd("memory_type", "semantic");
            memory.AsObject().TryAdd("discrete_memory_extracted", "t");
            if (user is not null)
                memory.AsObject().TryAdd("user_id", user);
        }

        return body;
    }

    private static Gen<Said> GetSession() =>
        from session in Session
        from @namespace in Namespace
        from user in User
        from limit in Gen.Elements<int?>(null, 1)
        from defaults in Defaults
        let query = Query(
            ("namespace", @namespace ?? defaults.Namespace), ("user_id", user ?? defaults.UserId),
            ("recent_messages_limit", limit?.ToString(System.Globalization.CultureInfo.InvariantCulture)))
        select new Said(
            new("GET", $"{Working}/{Uri.EscapeDataString(session)}{query}"),
            Tool(
                "get_working_memory", ("session_id", session), ("namespace", @namespace), ("user_id", user),
                ("recent_messages_limit", limit)) with
            { MissingIsEmpty = true },
            defaults);

    private static Gen<Said> ReadSession() =>
        from session in Session
        from place in Defaults
        from isNamed in Gen.Elements(true, false)
        let path = $"{Uri.EscapeDataString(session)}"
        select new Said(
            new("GET", $"{Working}/{path}{Query(place)}"),
            new(McpKind.Resource, $"memory://sessions/{path}{(isNamed ? Query(place) : "")}", []), isNamed ? CallDefaults.None : place);

    private static Gen<Said> ListSessions() =>
        from defaults in Defaults
        select new Said(
            new("GET", $"{Working}/{Query(("limit", "50"), ("namespace", defaults.Namespace), ("user_id", defaults.UserId))}"),
            new(McpKind.ResourceList, "", []), defaults);

    private static Gen<Said> GetMemory() =>
        from memory in Memory
        from defaults in Defaults
        select new Said(
            new("GET", $"{LongTerm}/{Uri.EscapeDataString(memory)}{Query(defaults)}"),
            Tool("get_long_term_memory", ("memory_id", memory)), defaults);

    private static Gen<Said> ReadMemory() =>
        from memory in Memory
        from place in Defaults
        from isNamed in Gen.Elements(true, false)
        let path = Uri.EscapeDataString(memory)
        select new Said(
            new("GET", $"{LongTerm}/{path}{Query(place)}"),
            new(McpKind.Resource, $"memory://memories/{path}{(isNamed ? Query(place) : "")}", []), isNamed ? CallDefaults.None : place);

    private static Gen<Said> Edit() =>
        from memory in Memory
        from text in Maybe(Gen.OneOf(Text, Gen.Constant(" ")))
        from @namespace in Namespace
        from user in User
        from date in Gen.Elements(null, "2025-08-14T00:00:00Z", "2025-08-14", "soon")
        from pinned in Gen.Elements(null, "true", "perhaps")
        from defaults in Defaults
        let edit = Object(("text", text), ("namespace", @namespace), ("user_id", user), ("event_date", date), ("pinned", pinned))
        select new Said(
            new("PATCH", $"{LongTerm}/{Uri.EscapeDataString(memory)}{Query(defaults)}", edit.DeepClone()),
            Tool("edit_long_term_memory", [("memory_id", memory), .. edit.Select(member => (member.Key, member.Value?.DeepClone()))]),
            defaults);

    private static Gen<Said> Delete() =>
        from first in Memory
        from second in Maybe(Memory)
        from defaults in Defaults
        let ids = second is null ? new[] { first } : [first, second]
        let query = string.Concat(ids.Select(id => $"&memory_ids={Uri.EscapeDataString(id)}"))
        select new Said(
            new("DELETE", LongTerm + Query(defaults) + query),
            Tool("delete_long_term_memories", ("memory_ids", new JsonArray([.. ids.Select(id => JsonValue.Create(id))]))), defaults);

    private static Gen<Said> Compact() =>
        from @namespace in Namespace
        from user in User
        from session in Maybe(Session)
        from defaults in Defaults
        let query = Query(
            ("namespace", @namespace ?? defaults.Namespace), ("user_id", user ?? defaults.UserId), ("session_id", session))
        select new Said(
            new("POST", $"{LongTerm}/compact{query}"),
            Tool("compact_long_term_memories", ("namespace", @namespace), ("user_id", user), ("session_id", session)), defaults);

    private static McpRequest Tool(string name, params (string Name, JsonNode? Value)[] arguments) =>
        new(McpKind.Tool, name, Object(arguments));

    private static JsonObject? Equal(string? value) => value is null ? null : new JsonObject { ["eq"] = value };
}
