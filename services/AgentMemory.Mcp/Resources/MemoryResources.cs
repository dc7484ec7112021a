using System.Globalization;
using System.Text;
using System.Text.Json;
using AgentMemory.Errors;
using AgentMemory.LongTermMemory;
using AgentMemory.Mcp.Callers;
using AgentMemory.Wire.Answers;
using AgentMemory.Wire.Requests;
using AgentMemory.WorkingMemory;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AgentMemory.Mcp.Resources;

/// <summary>Sessions and memories as resources: the JSON that REST answers for them.</summary>
internal sealed class MemoryResources(WorkingMemoryService sessions, LongTermMemoryService memories, Readings readings)
{
    private const int PageSize = 50;
    private const int MaximumOffset = 1_000_000;
    private const string Json = "application/json";

    public static IList<ResourceTemplate> Templates { get; } = Array.AsReadOnly<ResourceTemplate>(
    [
        new()
        {
            Name = "session",
            Title = "Working memory",
            UriTemplate = ResourceUri.Template(ResourceUri.Sessions, "session_id"),
            Description = "A session: messages, structured memories, summary and data.",
            MimeType = Json,
        },
        new()
        {
            Name = "memory",
            Title = "Long-term memory",
            UriTemplate = ResourceUri.Template(ResourceUri.Memories, "memory_id"),
            Description = "One long-term memory.",
            MimeType = Json,
        },
    ]);

    /// <summary>The caller's sessions, newest first; what the defaults name is all that is listed.</summary>
    /// <param name="cursor">How many were listed before.</param>
    public async Task<ListResourcesResult> ListAsync(McpCaller caller, string? cursor, CancellationToken cancellationToken)
    {
        var offset = 0;
        if (cursor is not null && (!int.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out offset) || offset > MaximumOffset))
            throw new McpProtocolException($"cursor must be the nextCursor of an earlier page (got '{cursor}')", McpErrorCode.InvalidParams);
        var listing = new SessionListing(caller.Defaults.Namespace, caller.Defaults.UserId, PageSize, offset);
        var page = await sessions.ListAsync(caller.Scope, listing, cancellationToken);
        var next = offset + page.Sessions.Count;
        return new ListResourcesResult
        {
            Resources = [.. page.Sessions.Select(Listed)],
            NextCursor = page.Sessions.Count > 0 && next < page.Total ? next.ToString(CultureInfo.InvariantCulture) : null,
        };
    }

    /// <exception cref="NotFoundException">There is no such resource in the caller's reach.</exception>
    public async Task<ReadResourceResult> ReadAsync(McpCaller caller, string uri, CancellationToken cancellationToken)
    {
        var named = ResourceUri.Parse(uri) ?? throw new NotFoundException(
            $"Unknown resource '{uri}'; there are {string.Join(" and ", Templates.Select(template => template.UriTemplate))}");
        DemandIds(named);
        var (@namespace, userId) = (named.Namespace ?? caller.Defaults.Namespace, named.UserId ?? caller.Defaults.UserId);
        if (named.Collection == ResourceUri.Sessions)
        {
            var lookup = new SessionLookup(named.Id, @namespace, userId);
            return Content(uri, new SessionAnswer(
                await sessions.GetAsync(caller.Scope, lookup, default, recentMessagesLimit: null, cancellationToken)));
        }

        return Content(uri, await memories.GetAsync(caller.Scope, new MemoryLookup(named.Id, @namespace, userId), cancellationToken));
    }

    private void DemandIds(ResourceUri uri)
    {
        var reading = readings.Begin();
        foreach (var id in new[] { uri.Id, uri.Namespace, uri.UserId }.OfType<string>())
        {
            if (id.Contains('\0'))
                reading.Refuse("text must not contain the character U+0000", Reading.AsJson(id));
            Identifier.Check(id, Reading.AsJson(id), reading);
        }

        reading.ThrowIfInvalid();
    }

    private static Resource Listed(SessionKey key) => new()
    {
        Name = key.SessionId,
        Uri = new ResourceUri(ResourceUri.Sessions, key.SessionId, key.Owner.Namespace, key.Owner.UserId).ToString(),
        MimeType = Json,
    };

    private static ReadResourceResult Content<T>(string uri, T answer) => new()
    {
        Contents =
        [
            new TextResourceContents
            {
                Uri = uri,
                MimeType = Json,
                Text = Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(answer, WireContext.Of<T>())),
            },
        ],
    };
}
