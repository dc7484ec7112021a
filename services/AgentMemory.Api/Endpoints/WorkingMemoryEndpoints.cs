using System.Globalization;
using AgentMemory.Api.Http;
using AgentMemory.Api.Requests;
using AgentMemory.Hosting;
using AgentMemory.Tenancy;
using AgentMemory.Wire.Answers;
using AgentMemory.Wire.Requests;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Api.Endpoints;

/// <summary>Sessions (spec 2.2 to 2.5) and the atomic append (T28). Routes are in <see cref="WorkingMemoryRoutes"/>.</summary>
internal sealed class WorkingMemoryEndpoints(WorkingMemoryService sessions, Readings readings)
{
    private const string DeprecationWarning =
        "A message came without created_at and was dated now; created_at will be required in a future version";

    public Task List(HttpContext http) => ListAsync(http, Listing(http));

    /// <summary>As <see cref="List"/>, with what tells the sessions apart.</summary>
    public async Task ListHeadings(HttpContext http)
    {
        var (page, total) = await sessions.ListWholeAsync(CallerScope.Of(http.User), Listing(http), http.RequestAborted);
        await Reply.With(http, new SessionsAnswer(page.Select(SessionHeading.Of), total));
    }

    /// <summary>The seed era paged by <c>page</c> and <c>size</c>, later by <c>limit</c> and <c>offset</c> (spec 3).</summary>
    public Task ListByPage(HttpContext http)
    {
        var reading = readings.Begin();
        var query = new QueryReader(http.Request, reading);
        var size = query.Integer("size", 1, 100) ?? query.Integer("limit", 1, 100);
        var page = query.Integer("page", 1, 1_000_000);
        var limit = size ?? (page is null ? 20 : 10);
        var offset = page is { } number ? (number - 1) * limit : query.Integer("offset", 0) ?? 0;
        var listing = new SessionListing(query.Id("namespace"), query.Id("user_id"), limit, offset);
        reading.ThrowIfInvalid();
        return ListAsync(http, listing);
    }

    public Task Get(HttpContext http) => GetAsync(http, "recent_messages_limit", defaultLimit: null);

    /// <summary>The seed era called the number of newest messages <c>window_size</c> (spec 3).</summary>
    public Task GetWindow(HttpContext http) => GetAsync(http, "window_size", defaultLimit: 20);

    public async Task Put(HttpContext http)
    {
        var reading = readings.Begin();
        var sessionId = PathId.Read(http, "session_id", reading);
        var query = new QueryReader(http.Request, reading);
        var (@namespace, userId, window) = (query.Id("namespace"), query.Id("user_id"), Window(query));
        var write = await JsonBody.ReadAsync(http, reading, SessionWriteReader.Read);
        WarnOfUndatedMessages(http, reading);

        var owner = new Owner(write.Namespace ?? @namespace, write.UserId ?? userId);
        var stored = await sessions.PutAsync(
            CallerScope.Of(http.User), write.Content with { Key = new SessionKey(owner, sessionId) }, window,
            Precondition.Of(http.Request), http.RequestAborted);
        await AnswerAsync(http, stored);
    }

    public async Task Append(HttpContext http)
    {
        var reading = readings.Begin();
        var sessionId = PathId.Read(http, "session_id", reading);
        var query = new QueryReader(http.Request, reading);
        var (@namespace, userId, window) = (query.Id("namespace"), query.Id("user_id"), Window(query));
        var write = await JsonBody.ReadAsync(http, reading, AppendReader.Read);
        var messages = write.Content.Messages;
        WarnOfUndatedMessages(http, reading);

        var scope = CallerScope.Of(http.User);
        var owner = scope.Place(write.Namespace ?? @namespace, write.UserId ?? userId);
        var result = await sessions.AppendAsync(
            scope, write.Content with { Key = new SessionKey(owner, sessionId) }, window, Precondition.Of(http.Request),
            http.RequestAborted);

        var answer = new AppendAnswer(
            "ok", sessionId, owner.Namespace, owner.UserId, result.MessageCount, result.Appended,
            [.. messages.Select(message => new AppendedMessage(message.Id, message.CreatedAt))]);
        await Reply.WithVersion(http, answer, result.Version);
    }

    public async Task Delete(HttpContext http)
    {
        var reading = readings.Begin();
        var lookup = Lookup(http, new QueryReader(http.Request, reading), reading);
        reading.ThrowIfInvalid();
        await sessions.DeleteAsync(CallerScope.Of(http.User), lookup, Precondition.Of(http.Request), http.RequestAborted);
        await Reply.With(http, new StatusAnswer("ok"));
    }

    private async Task ListAsync(HttpContext http, SessionListing listing)
    {
        var page = await sessions.ListAsync(CallerScope.Of(http.User), listing, http.RequestAborted);
        await Reply.With(http, new SessionListAnswer(page.Sessions.Select(key => key.SessionId), page.Total));
    }

    private SessionListing Listing(HttpContext http)
    {
        var reading = readings.Begin();
        var query = new QueryReader(http.Request, reading);
        var listing = new SessionListing(
            query.Id("namespace"), query.Id("user_id"), query.Integer("limit", 1, 100) ?? 20, query.Integer("offset", 0) ?? 0);
        reading.ThrowIfInvalid();
        return listing;
    }

    private async Task GetAsync(HttpContext http, string limitName, int? defaultLimit)
    {
        var reading = readings.Begin();
        var query = new QueryReader(http.Request, reading);
        var lookup = Lookup(http, query, reading);
        var window = Window(query);
        var limit = query.Integer(limitName) ?? defaultLimit;
        reading.ThrowIfInvalid();
        await AnswerAsync(http, await sessions.GetAsync(CallerScope.Of(http.User), lookup, window, limit, http.RequestAborted));
    }

    private static Task AnswerAsync(HttpContext http, SessionReading session)
    {
        if (session.Session.ExpiresAt is { } expiry)
            http.Response.Headers["Session-Expires-At"] = expiry.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
        if (!session.IsWhole)
            return Reply.WithVersion(http, new SessionAnswer(session), session.Session.Version);
        var rendered = RenderedSession.Of(session.Session);
        return Reply.WithETag(http, rendered.Body, rendered.ETag);
    }

    private static SessionLookup Lookup(HttpContext http, QueryReader query, Reading reading) =>
        new(PathId.Read(http, "session_id", reading), query.Id("namespace"), query.Id("user_id"));

    private static ContextWindow Window(QueryReader query) => new(query.Text("model_name"), query.Integer("context_window_max"));

    private static void WarnOfUndatedMessages(HttpContext http, Reading reading)
    {
        if (reading.SawUndatedMessage)
            http.Response.Headers["X-Deprecation-Warning"] = DeprecationWarning;
    }
}
