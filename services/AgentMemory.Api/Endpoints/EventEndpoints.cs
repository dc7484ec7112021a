using System.Globalization;
using AgentMemory.Api.Http;
using AgentMemory.Api.Requests;
using AgentMemory.Errors;
using AgentMemory.Events;
using AgentMemory.Hosting;
using AgentMemory.LongTermMemory;
using AgentMemory.ServiceDefaults.Errors;
using AgentMemory.Tenancy;
using AgentMemory.Wire.Answers;
using AgentMemory.Wire.Requests;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Api.Endpoints;

/// <summary>What happened to a session, a memory or all that a caller sees: a page of it, or, for who accepts an event stream, as it
/// happens. Routes are in <see cref="EventRoutes"/>.</summary>
internal sealed class EventEndpoints(EventHistory history, EventStreams streams, Readings readings)
{
    private const int DefaultLimit = 100;
    private const int MaximumLimit = 1000;

    public Task OfSession(HttpContext http) => AnswerAsync(http, "session_id", (scope, id, @namespace, userId) =>
        history.OfSessionAsync(scope, new SessionLookup(id, @namespace, userId), http.RequestAborted));

    public Task OfMemory(HttpContext http) => AnswerAsync(http, "memory_id", (scope, id, @namespace, userId) =>
        history.OfMemoryAsync(scope, new MemoryLookup(id, @namespace, userId), http.RequestAborted));

    public async Task OfEverything(HttpContext http)
    {
        var reading = readings.Begin();
        var query = new QueryReader(http.Request, reading);
        var (@namespace, userId) = (query.Id("namespace"), query.Id("user_id"));
        var (after, limit) = Page(query);
        var newest = query.Integer("newest", 0, MaximumLimit);
        reading.ThrowIfInvalid();
        var scope = CallerScope.Of(http.User).Within(@namespace, userId);
        if (newest is { } count)
            after = Math.Max(after, await history.BeforeNewestAsync(count, http.RequestAborted));
        await AnswerAsync(http, scope, EventSubject.Everything, after, limit);
    }

    private async Task AnswerAsync(
        HttpContext http, string idName, Func<AccessScope, string, string?, string?, Task<EventSubject>> resolve)
    {
        var reading = readings.Begin();
        var id = PathId.Read(http, idName, reading);
        var query = new QueryReader(http.Request, reading);
        var (@namespace, userId) = (query.Id("namespace"), query.Id("user_id"));
        var (after, limit) = Page(query);
        reading.ThrowIfInvalid();
        var scope = CallerScope.Of(http.User);
        await AnswerAsync(http, scope, await resolve(scope, id, @namespace, userId), after, limit);
    }

    private async Task AnswerAsync(HttpContext http, AccessScope scope, EventSubject subject, long after, int limit)
    {
        if (!AcceptsStream(http.Request))
        {
            var page = await history.ReadAsync(scope, subject, after, limit, http.RequestAborted);
            await Reply.With(http, new EventsAnswer(
                page.Entries.Select(EventAnswer.Of), page.Complete, page.Entries is [.., var last] ? last.Sequence : after));
            return;
        }

        if (!await streams.TryServeAsync(http, scope, subject, LastEventId(http.Request) ?? after))
        {
            http.Response.Headers.RetryAfter = "5";
            await ErrorResponse.WriteAsync(
                http, StatusCodes.Status503ServiceUnavailable,
                $"This server sends {streams.Limit} event streams at most: try again later, or read pages without Accept: text/event-stream");
        }
    }

    private static (long After, int Limit) Page(QueryReader query) =>
        (query.Long("after", minimum: 0) ?? 0, query.Integer("limit", 1, MaximumLimit) ?? DefaultLimit);

    private static bool AcceptsStream(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals(EventStreams.MediaType, StringComparison.OrdinalIgnoreCase));

    /// <summary>What a client that was cut off has seen; it wins over the query, which is that of its first request.</summary>
    private static long? LastEventId(HttpRequest request)
    {
        var header = request.Headers["Last-Event-ID"].ToString();
        if (header.Length == 0)
            return null;
        return long.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? sequence
            : throw new InvalidRequestException("Last-Event-ID must be the id of an event of this stream, such as 42");
    }
}
