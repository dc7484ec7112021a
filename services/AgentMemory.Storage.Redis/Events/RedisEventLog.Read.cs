using System.Globalization;
using AgentMemory.Events;
using AgentMemory.Storage.Redis.Database;
using AgentMemory.Tenancy;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Events;

/// <summary>Reading. Entries of a session or a memory are found by the index, in one round trip; others are looked through.</summary>
internal sealed partial class RedisEventLog
{
    /// <summary>Entries, or owners, looked at in one round trip.</summary>
    private const int PageSize = 1000;

    private static readonly string ReadIndexed = StoreScripts.Read("event-read");

    private readonly ScanProgress _progress = new();

    public async Task<EventPage> ReadAsync(
        AccessScope scope, EventFilter filter, long after, int limit, CancellationToken cancellationToken)
    {
        // Before looking, so that no entry comes unnoticed between this and a wait.
        await _channel.ListenAsync(cancellationToken);
        if (filter.Session is { } session)
        {
            return await ReadIndexedAsync(
                scope, filter, new("s", session.Owner, session.SessionId, "event-session-trims", Keys.Part(session.Owner, session.SessionId)),
                after, limit, cancellationToken);
        }

        return filter.Memory is { } memory
            ? await ReadIndexedAsync(
                scope, filter, new("m", memory.Owner, memory.Id, "event-owner-trims", Keys.Part(memory.Owner)), after, limit,
                cancellationToken)
            : await _store.ReadAsync(database => ReadAllAsync(database, scope, after, limit), cancellationToken);
    }

    private async Task<EventPage> ReadIndexedAsync(
        AccessScope scope, EventFilter filter, Subject subject, long after, int limit, CancellationToken cancellationToken)
    {
        if (!scope.Contains(subject.Owner))
            return await _store.ReadAsync(database => NothingAsync(database, after), cancellationToken);

        var entries = new List<MemoryEvent>();
        var (read, seen, trimmed) = (limit, after, 0L);
        while (read == limit && entries.Count < limit)
        {
            var reply = await _store.RunAsync(
                ReadIndexed, [$"{subject.Kind}{Keys.Part(subject.Owner, subject.Id)}:", seen, limit, subject.Trims, subject.TrimsMember],
                cancellationToken);
            var page = Array.ConvertAll((RedisResult[])reply[1]!, EventFields.Read);
            entries.AddRange(page.Where(entry => IsOf(filter, entry)).Take(limit - entries.Count));
            (read, trimmed) = (page.Length, (long)reply[0]);
            seen = page is [.., var last] ? last.Sequence : seen;
        }

        return new(entries, Complete: trimmed <= after);
    }

    /// <summary>Whoever filters by a session and a memory at once wants the entries of both.</summary>
    private static bool IsOf(EventFilter filter, MemoryEvent entry) => filter.Memory is not { } memory
        || (entry.Owner == memory.Owner && entry.SubjectId == memory.Id);

    private async Task<EventPage> NothingAsync(IDatabase database, long after) =>
        new([], Complete: await TrimmedAsync(database) <= after);

    private async Task<EventPage> ReadAllAsync(IDatabase database, AccessScope scope, long after, int limit)
    {
        var entries = new List<MemoryEvent>();
        var pageSize = scope.IsUnrestricted ? limit : PageSize;
        var seen = scope.IsUnrestricted ? after : _progress.Begin(scope, after);
        for (var read = pageSize; read == pageSize && entries.Count < limit;)
        {
            var page = await database.StreamRangeAsync(
                _store.Keys.Of("events"), string.Create(CultureInfo.InvariantCulture, $"({seen}-0"), count: pageSize);
            read = page.Length;
            foreach (var entry in page.Select(EventFields.Read).TakeWhile(_ => entries.Count < limit))
            {
                seen = entry.Sequence;
                if (scope.Contains(entry.Owner))
                    entries.Add(entry);
            }
        }

        if (!scope.IsUnrestricted)
            _progress.NothingUntil(scope, entries is [.., var last] ? last.Sequence : after, seen);
        // After the entries: what is dropped between the two is told as dropped.
        return new(entries, Complete: !await IsTrimmedAfterAsync(database, scope, after));
    }

    private async Task<bool> IsTrimmedAfterAsync(IDatabase database, AccessScope scope, long after)
    {
        if (await TrimmedAsync(database) > after)
            return true;
        for (var skip = 0; ; skip += PageSize)
        {
            var owners = await database.SortedSetRangeByScoreAsync(
                _store.Keys.Of("event-owner-trims"), after, exclude: Exclude.Start, skip: skip, take: PageSize);
            if (owners.Any(owner => scope.Contains(Keys.ReadOwner((string)owner!))))
                return true;
            if (owners.Length < PageSize)
                return false;
        }
    }

    /// <summary>The newest entry dropped because the whole log was too long.</summary>
    private async Task<long> TrimmedAsync(IDatabase database) => (long)await database.StringGetAsync(_store.Keys.Of("event-trim"));

    /// <param name="Kind">What its members of the index begin with.</param>
    /// <param name="Trims">The ordered set that tells up to where entries that might be among them were dropped.</param>
    private sealed record Subject(string Kind, Owner Owner, string Id, string Trims, string TrimsMember);
}
