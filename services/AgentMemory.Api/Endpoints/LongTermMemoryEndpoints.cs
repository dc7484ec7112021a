using AgentMemory.Api.Http;
using AgentMemory.Api.Requests;
using AgentMemory.Errors;
using AgentMemory.Hosting;
using AgentMemory.Lifecycle;
using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Wire.Answers;
using AgentMemory.Wire.Requests;

namespace AgentMemory.Api.Endpoints;

/// <summary>Long-term memories (spec 2.6 to 2.12). Routes are in <see cref="LongTermMemoryRoutes"/>.</summary>
internal sealed class LongTermMemoryEndpoints(LongTermMemoryService memories, SearchService searches, Readings readings)
{
    public Task Create(HttpContext http) =>
        CreateAsync(http, static body => CreateReader.Read(body, RecordReader.ReadCreated));

    public Task CreateLegacy(HttpContext http) =>
        CreateAsync(http, static body => CreateReader.Read(body, RecordReader.ReadLegacy));

    public async Task Search(HttpContext http)
    {
        var reading = readings.Begin();
        var query = new QueryReader(http.Request, reading);
        var optimize = query.Boolean("optimize_query") ?? false;
        var (@namespace, userId) = (query.Id("namespace"), query.Id("user_id"));
        var search = await JsonBody.ReadAsync(http, reading, SearchReader.Read);
        search = search with { OptimizeQuery = optimize, Filter = search.Filter.WithDefaults(@namespace, userId) }; // T36
        var results = await searches.SearchAsync(CallerScope.Of(http.User), search, http.RequestAborted);
        await Reply.With(http, SearchAnswer.Of(results));
    }

    public async Task Get(HttpContext http)
    {
        var reading = readings.Begin();
        var lookup = Lookup(http, reading);
        reading.ThrowIfInvalid();
        var record = await memories.GetAsync(CallerScope.Of(http.User), lookup, http.RequestAborted);
        await Reply.WithVersion(http, record, record.Version);
    }

    public async Task Edit(HttpContext http)
    {
        var reading = readings.Begin();
        var lookup = Lookup(http, reading);
        var edit = await JsonBody.ReadAsync(http, reading, EditReader.Read);
        var record = await memories.UpdateAsync(
            CallerScope.Of(http.User), lookup, edit, Precondition.Of(http.Request), http.RequestAborted);
        await Reply.WithVersion(http, record, record.Version);
    }

    public async Task Delete(HttpContext http)
    {
        var reading = readings.Begin();
        var query = new QueryReader(http.Request, reading);
        var ids = query.Ids("memory_ids");
        var (@namespace, userId) = (query.Id("namespace"), query.Id("user_id"));
        reading.ThrowIfInvalid();
        var condition = Precondition.Of(http.Request);
        if (condition != WriteCondition.None && ids.Count > 1)
            throw new InvalidRequestException("If-Match names one version: delete one memory per request with it");
        var lookups = ids.Select(id => new MemoryLookup(id, @namespace, userId)).ToList();
        var deleted = await memories.DeleteAsync(CallerScope.Of(http.User), lookups, condition, http.RequestAborted);
        await Reply.With(http, new StatusAnswer($"ok, deleted {deleted} memories"));
    }

    public async Task Compact(HttpContext http)
    {
        var reading = readings.Begin();
        var query = new QueryReader(http.Request, reading);
        var (@namespace, userId, sessionId) = (query.Id("namespace"), query.Id("user_id"), query.Id("session_id"));
        reading.ThrowIfInvalid();
        var remaining = await memories.CompactAsync(
            CallerScope.Of(http.User), @namespace, userId, sessionId, http.RequestAborted);
        await Reply.With(http, new StatusAnswer($"ok, {remaining} memories remaining after compaction"));
    }

    public async Task Forget(HttpContext http)
    {
        var reading = readings.Begin();
        var query = new QueryReader(http.Request, reading);
        var request = new ForgetRequest
        {
            Policy = new ForgettingPolicy(),
            Namespace = query.Id("namespace"),
            UserId = query.Id("user_id"),
            SessionId = query.Id("session_id"),
            PageSize = Math.Min(query.Integer("limit", minimum: 1) ?? 1000, 1000),
            DryRun = query.Boolean("dry_run") ?? true,
        };
        var body = await JsonBody.ReadAsync(http, reading, ForgetReader.Read);
        var report = await memories.ForgetAsync(
            CallerScope.Of(http.User), request with { Policy = body.Policy, PinnedIds = body.PinnedIds }, http.RequestAborted);
        await Reply.With(http, new ForgetAnswer(report.Scanned, report.Deleted, report.DeletedIds, report.DryRun));
    }

    public async Task ListMerges(HttpContext http)
    {
        var reading = readings.Begin();
        var lookup = Lookup(http, reading);
        var limit = new QueryReader(http.Request, reading).Integer("limit", 1, 100) ?? 20;
        reading.ThrowIfInvalid();
        var merges = await memories.ListMergesAsync(CallerScope.Of(http.User), lookup, limit, http.RequestAborted);
        await Reply.With(http, new MergesAnswer(merges.Select(MergeAnswer.Of)));
    }

    public async Task UndoMerge(HttpContext http)
    {
        var reading = readings.Begin();
        var id = PathId.Read(http, "merge_id", reading);
        reading.ThrowIfInvalid();
        await Reply.With(
            http, new UndoneMergeAnswer(await memories.UndoMergeAsync(CallerScope.Of(http.User), id, http.RequestAborted)));
    }

    private async Task CreateAsync(HttpContext http, Func<WireObject, CreateRequest> read)
    {
        var reading = readings.Begin();
        var query = new QueryReader(http.Request, reading);
        var (@namespace, userId) = (query.Id("namespace"), query.Id("user_id"));
        var request = await JsonBody.ReadAsync(http, reading, read);
        await memories.CreateAsync(
            CallerScope.Of(http.User), request.Records, request.Deduplicate, @namespace, userId, http.RequestAborted);
        await Reply.With(http, new StatusAnswer("ok"));
    }

    private static MemoryLookup Lookup(HttpContext http, Reading reading)
    {
        var query = new QueryReader(http.Request, reading);
        return new MemoryLookup(PathId.Read(http, "memory_id", reading), query.Id("namespace"), query.Id("user_id"));
    }
}
