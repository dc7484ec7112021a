using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Tenancy;
using Microsoft.Extensions.Logging;

namespace AgentMemory.WorkingMemory;

/// <summary>
/// Rebuilds a session that is gone from the message records it left in long-term memory (spec 10.1). The result is not
/// stored: its <see cref="Session.Version"/> is 0.
/// </summary>
public sealed partial class SessionReconstruction(IMemorySearchIndex index, ILogger<SessionReconstruction> logger)
{
    private const int MaximumMessages = 1000;
    private const string RoleSeparator = ": ";

    /// <returns><see langword="null"/> when there are no such records, or several owners' (never guess).</returns>
    public async Task<Session?> TryAsync(
        AccessScope scope, SessionLookup lookup, int? recentMessagesLimit, CancellationToken cancellationToken)
    {
        var limit = recentMessagesLimit is > 0 and < MaximumMessages ? recentMessagesLimit.Value : MaximumMessages;
        var exact = MessagesOf(lookup.SessionId) with
        {
            Namespace = TagFilter.Equal(lookup.Namespace),
            UserId = TagFilter.Equal(lookup.UserId),
        };
        var page = await index.ListAsync(scope, exact, 0, limit, cancellationToken);
        if (page.Total == 0)
        {
            page = await index.ListAsync(scope, Named(lookup), 0, limit, cancellationToken);
            if (page.Total == 0 || !await IsOneOwnersAsync(scope, page, cancellationToken))
                return null;
        }

        return Rebuild(page.Records);
    }

    private static MemoryFilter MessagesOf(string sessionId) =>
        new() { SessionId = TagFilter.Equal(sessionId), MemoryType = TagFilter.Equal("message") };

    private static MemoryFilter Named(SessionLookup lookup) => MessagesOf(lookup.SessionId) with
    {
        Namespace = TagFilter.EqualIfNamed(lookup.Namespace),
        UserId = TagFilter.EqualIfNamed(lookup.UserId),
    };

    /// <summary>A page may not show every owner, so the owner it shows must account for every match.</summary>
    private async Task<bool> IsOneOwnersAsync(AccessScope scope, MemoryPage page, CancellationToken cancellationToken)
    {
        var first = page.Records[0];
        var own = MessagesOf(first.SessionId!) with
        {
            Namespace = TagFilter.Equal(first.Namespace),
            UserId = TagFilter.Equal(first.UserId),
        };
        return (await index.ListAsync(scope, own, 0, 1, cancellationToken)).Total == page.Total;
    }

    private Session? Rebuild(IReadOnlyList<MemoryRecord> newestFirst)
    {
        var messages = new List<MemoryMessage>(newestFirst.Count);
        for (var i = newestFirst.Count - 1; i >= 0; i--)
        {
            if (ToMessage(newestFirst[i]) is { } message)
                messages.Add(message);
        }

        return messages.Count == 0 ? null : new Session
        {
            Key = new(newestFirst[0].Owner, newestFirst[0].SessionId!),
            Messages = messages,
            Context = "",
            CreatedAt = messages[0].CreatedAt,
            UpdatedAt = messages[^1].CreatedAt,
            LastAccessed = messages[^1].CreatedAt,
        };
    }

    private MemoryMessage? ToMessage(MemoryRecord record)
    {
        var separator = record.Text.IndexOf(RoleSeparator, StringComparison.Ordinal);
        if (separator <= 0)
        {
            LogMalformed(record.Id);
            return null;
        }

        return new MemoryMessage
        {
            Id = record.Id,
            Role = record.Text[..separator].ToLowerInvariant(),
            Content = record.Text[(separator + RoleSeparator.Length)..],
            CreatedAt = record.CreatedAt,
            PersistedAt = record.PersistedAt,
            DiscreteMemoryExtracted = record.DiscreteMemoryExtracted,
        };
    }

    [LoggerMessage(LogLevel.Warning, "Message record {MemoryId} does not read \"<role>: <content>\"; it is left out of the rebuilt session")]
    private partial void LogMalformed(string memoryId);
}
