using FsCheck;
using FsCheck.Fluent;
using static AgentMemory.Tenancy.Tests.Requests.Hostile;

namespace AgentMemory.Tenancy.Tests.Requests;

/// <summary>How to attack each endpoint that needs a token. An endpoint without an entry fails the tests.</summary>
internal static class EndpointRequests
{
    private const string WorkingMemory = "/v1/working-memory/";
    public const string Events = "/v1/events";
    private const string LongTermMemory = "/v1/long-term-memory";

    public static IReadOnlyDictionary<string, Gen<HostileRequest>> All { get; } = new Dictionary<string, Gen<HostileRequest>>
    {
        ["GET /v1/working-memory/"] = ListSessions(WorkingMemory, "limit", "offset"),
        ["GET /v1/working-memory/{session_id}"] = GetSession(WorkingMemory, "", "recent_messages_limit"),
        ["PUT /v1/working-memory/{session_id}"] = PutSession("PUT", WorkingMemory, ""),
        ["POST /v1/working-memory/{session_id}/messages"] = Append(),
        ["DELETE /v1/working-memory/{session_id}"] = DeleteSession(WorkingMemory, ""),
        ["POST /v1/long-term-memory/"] = CreateMemories(LongTermMemory + "/"),
        ["POST /v1/long-term-memory/search"] = SearchMemories(LongTermMemory + "/search"),
        ["GET /v1/long-term-memory/{memory_id}"] = GetMemory(),
        ["PATCH /v1/long-term-memory/{memory_id}"] = EditMemory(),
        ["DELETE /v1/long-term-memory"] = DeleteMemories(),
        ["POST /v1/long-term-memory/compact"] = Compact(),
        ["POST /v1/long-term-memory/forget"] = Forget(),
        ["GET /v1/long-term-memory/{memory_id}/history"] = EventsOf(LongTermMemory + "/", Memory, "history"),
        ["GET /v1/long-term-memory/{memory_id}/merges"] = ListMerges(),
        ["POST /v1/long-term-memory/merges/{merge_id}/undo"] = UndoMerge(),
        ["POST /v1/memory/prompt"] = Prompt("/v1/memory/prompt"),
        ["GET /v1/working-memory/{session_id}/events"] = EventsOf(WorkingMemory, Session, "events"),
        ["POST /v1/summary-views"] = SummaryViewRequests.Create(),
        ["GET /v1/summary-views"] = Gen.Constant(new HostileRequest("GET", SummaryViewRequests.Path)),
        ["GET /v1/summary-views/{view_id}"] = SummaryViewRequests.OfView("GET", ""),
        ["DELETE /v1/summary-views/{view_id}"] = SummaryViewRequests.OfView("DELETE", ""),
        ["POST /v1/summary-views/{view_id}/partitions/run"] = SummaryViewRequests.RunPartition(),
        ["GET /v1/summary-views/{view_id}/partitions"] = SummaryViewRequests.ListPartitions(),
        ["POST /v1/summary-views/{view_id}/run"] = SummaryViewRequests.Run(),
        ["GET /v1/tasks"] = ListTasks(),
        ["GET /v1/tasks/{task_id}"] = Task("GET", ""),
        ["POST /v1/tasks/{task_id}/retry"] = Task("POST", "/retry"),
        ["GET /v1/usage"] = Usage(),
        ["GET /v1/events"] = EventsOfEverything(),
        ["GET /v1/sessions"] = ListSessions("/v1/sessions", "limit", "offset"),
        ["GET /v1/overview"] = Overview(),
        ["GET /sessions/"] = ListSessions("/sessions/", "size", "page"),
        ["GET /sessions/{session_id}/memory"] = GetSession("/sessions/", "/memory", "window_size"),
        ["PUT /sessions/{session_id}/memory"] = PutSession("PUT", "/sessions/", "/memory"),
        ["POST /sessions/{session_id}/memory"] = PutSession("POST", "/sessions/", "/memory"),
        ["DELETE /sessions/{session_id}/memory"] = DeleteSession("/sessions/", "/memory"),
        ["POST /long-term-memory"] = CreateMemories("/long-term-memory"),
        ["POST /long-term-memory/search"] = SearchMemories("/long-term-memory/search"),
        ["POST /memory-prompt"] = Prompt("/memory-prompt"),
    };

    private static Gen<HostileRequest> ListSessions(string path, string size, string from) =>
        from query in Query
        from limit in Gen.Elements("", $"{size}=1&", $"{size}=100&", $"{size}=1&{from}=1&")
        select new HostileRequest("GET", path + query + limit);

    private static Gen<HostileRequest> GetSession(string path, string tail, string limitName) =>
        from session in Session
        from query in Query
        from limit in Gen.Elements("", $"{limitName}=1&", "model_name=gpt-4o&", "context_window_max=20&")
        select new HostileRequest("GET", path + session + tail + query + limit);

    private static Gen<HostileRequest> PutSession(string method, string path, string tail) =>
        from session in Session
        from query in Query
        from owner in OwnerMembers
        from messages in List(Message, 0)
        from memories in List(AnyRecord, 0)
        from ifMatch in IfMatch
        select new HostileRequest(
            method, path + session + tail + query,
            Object(owner, Raw("messages", messages), Raw("memories", memories), Member("context", "~mine~")), ifMatch);

    private static Gen<HostileRequest> Append() =>
        from session in Session
        from query in Query
        from owner in OwnerMembers
        from messages in List(Message, 1)
        from ifMatch in IfMatch
        select new HostileRequest(
            "POST", $"{WorkingMemory}{session}/messages{query}", Object(owner, Raw("messages", messages)), ifMatch);

    private static Gen<HostileRequest> DeleteSession(string path, string tail) =>
        from session in Session
        from query in Query
        from ifMatch in IfMatch
        select new HostileRequest("DELETE", path + session + tail + query, IfMatch: ifMatch);

    private static Gen<HostileRequest> CreateMemories(string path) =>
        from query in Query
        from records in List(AnyRecord, 1)
        from deduplicate in Gen.Elements("true", "false")
        select new HostileRequest("POST", path + query, Object(Raw("memories", records), Raw("deduplicate", deduplicate)));

    private static Gen<HostileRequest> SearchMemories(string path) =>
        from query in Query
        from search in SearchMembers
        select new HostileRequest("POST", path + query, Object(search));

    private static Gen<HostileRequest> GetMemory() =>
        from id in Memory
        from query in Query
        select new HostileRequest("GET", $"{LongTermMemory}/{id}{query}");

    private static Gen<HostileRequest> EditMemory() =>
        from id in Memory
        from query in Query
        from owner in OwnerMembers
        from text in Sometimes(Gen.Elements("mine edited ~mine~", "shared fact of ~probe~"))
        from session in Sometimes(Session)
        from pinned in Gen.Elements("", "\"pinned\":true,")
        from ifMatch in IfMatch
        select new HostileRequest(
            "PATCH", $"{LongTermMemory}/{id}{query}",
            Object(owner, Member("text", text), Member("session_id", session), pinned), ifMatch);

    private static Gen<HostileRequest> DeleteMemories() =>
        from query in Query
        from ids in Gen.NonEmptyListOf(Memory)
        from ifMatch in IfMatch
        select new HostileRequest(
            "DELETE", $"{LongTermMemory}{query}{string.Join('&', ids.Take(3).Select(id => $"memory_ids={id}"))}", IfMatch: ifMatch);

    private static Gen<HostileRequest> Compact() =>
        from query in Query
        from session in Sometimes(Session)
        select new HostileRequest("POST", $"{LongTermMemory}/compact{query}{(session is null ? "" : $"session_id={session}")}");

    private static Gen<HostileRequest> Forget() =>
        from query in Query
        from session in Gen.Elements("", "session_id=s1&", "session_id=~only~&")
        from limit in Gen.Elements("", "limit=1&")
        from dryRun in Gen.Elements("dry_run=true", "dry_run=false", "dry_run=false")
        from policy in Gen.Elements(
            "{\"max_age_days\":0}", "{\"max_inactive_days\":0}", "{\"budget\":0}", "{\"budget\":3}",
            "{\"max_age_days\":1,\"max_inactive_days\":1,\"hard_age_multiplier\":1}", "{\"budget\":0,\"memory_type_allowlist\":[\"message\"]}", "{}")
        from pinned in Gen.Elements("", "\"pinned_ids\":[\"m1\"],")
        select new HostileRequest(
            "POST", $"{LongTermMemory}/forget{query}{session}{limit}{dryRun}", Object(Raw("policy", policy), pinned));

    private static Gen<HostileRequest> EventsOf(string path, Gen<string> ids, string tail) =>
        from id in ids
        from query in Query
        from page in Gen.Elements("", "limit=1&", "limit=1000&")
        select new HostileRequest("GET", $"{path}{id}/{tail}{query}{page}");

    private static Gen<HostileRequest> ListMerges() =>
        from id in Memory
        from query in Query
        select new HostileRequest("GET", $"{LongTermMemory}/{id}/merges{query}");

    private static Gen<HostileRequest> UndoMerge() =>
        from id in SummaryViewRequests.Planted("merge")
        select new HostileRequest("POST", $"{LongTermMemory}/merges/{id}/undo");

    /// <summary>Those that wait or run come and go in the background, at another moment on each of twins; the property compares
    /// answers while nothing is under way.</summary>
    private static Gen<HostileRequest> ListTasks() =>
        from status in Gen.Elements("failed", "queued", "running")
        from page in Gen.Elements("", "&limit=1", "&limit=1&offset=1", "&limit=100")
        select new HostileRequest("GET", $"/v1/tasks?status={status}{page}");

    /// <summary>Not <c>newest</c>, which counts everybody's entries: how many others write is no secret (docs/security.md).</summary>
    private static Gen<HostileRequest> EventsOfEverything() =>
        from query in Query
        from page in Gen.Elements("limit=1000&", "after=0&limit=1000&")
        select new HostileRequest("GET", $"{Events}{query}{page}");

    private static Gen<HostileRequest> Overview() =>
        from query in Query
        from days in Gen.Elements("", "days=1&", "days=90&")
        select new HostileRequest("GET", $"/v1/overview{query}{days}");

    private static Gen<HostileRequest> Task(string method, string tail) =>
        from id in Gen.OneOf(SummaryViewRequests.Planted("task"), Gen.Constant(SummaryViewRequests.RunId))
        select new HostileRequest(method, $"/v1/tasks/{id}{tail}");

    private static Gen<HostileRequest> Usage() =>
        from query in Query
        from days in Gen.Elements("", "from=2026-01-01&", "from=2024-01-01&to=2024-12-31&")
        select new HostileRequest("GET", $"/v1/usage{query}{days}");

    private static Gen<HostileRequest> Prompt(string path) =>
        from text in Gen.Elements("~probe~", "tea", "shared fact of ~probe~")
        from session in Session
        from owner in OwnerMembers
        from search in SearchMembers
        from form in Gen.Elements(0, 1, 2)
        select new HostileRequest(
            "POST", path,
            Object(
                Member("query", text),
                form == 1 ? "" : Raw("session", Object(Member("session_id", session), owner)),
                Raw("long_term_search", form == 2 ? "true" : Object(search))));
}
