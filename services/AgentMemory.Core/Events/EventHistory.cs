using AgentMemory.Errors;
using AgentMemory.LongTermMemory;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Events;

/// <summary>
/// The events of one session or one memory, also after it is gone: what is there no more is read by naming whose it was. And
/// those of everything a caller may see.
/// </summary>
public sealed class EventHistory(
    IEventLog log, IWorkingMemoryStore sessions, ILongTermMemoryStore memories, EngineOptions options)
{
    /// <exception cref="NotFoundException">No such session in scope, and the look-up does not say whose it was.</exception>
    /// <exception cref="AccessDeniedException">The look-up names an owner outside the scope.</exception>
    public async Task<EventSubject> OfSessionAsync(AccessScope scope, SessionLookup lookup, CancellationToken cancellationToken)
    {
        scope.DemandNamed(lookup.Namespace, lookup.UserId);
        if (await sessions.FindAsync(scope, lookup, cancellationToken) is { } session)
            return Of(session.Key);
        return await OfGoneAsync(
            scope, lookup.Namespace, lookup.UserId, owner => Of(new SessionKey(owner, lookup.SessionId)), cancellationToken)
            ?? throw new NotFoundException(
                $"Session {lookup.SessionId} not found; to read the events of one that is gone, name its `namespace` and `user_id`");

        static EventSubject Of(SessionKey key) => new([new EventFilter { Session = key }]);
    }

    /// <summary>An id that was merged away has the survivor's events and its own.</summary>
    /// <exception cref="NotFoundException">No such memory in scope, and the look-up does not say whose it was.</exception>
    /// <exception cref="AccessDeniedException">The look-up names an owner outside the scope.</exception>
    public async Task<EventSubject> OfMemoryAsync(AccessScope scope, MemoryLookup lookup, CancellationToken cancellationToken)
    {
        options.DemandLongTermMemory();
        scope.DemandNamed(lookup.Namespace, lookup.UserId);
        if (await memories.FindAsync(scope, lookup, cancellationToken) is { } record)
            return record.Id == lookup.Id ? Of(record.Owner, record.Id) : Of(record.Owner, record.Id, lookup.Id);
        return await OfGoneAsync(
            scope, lookup.Namespace, lookup.UserId, owner => Of(owner, lookup.Id), cancellationToken)
            ?? throw new NotFoundException(
                $"Memory with ID {lookup.Id} not found; to read the history of one that is gone, name its `namespace` and `user_id`");

        static EventSubject Of(Owner owner, params string[] ids) =>
            new([.. ids.Select(id => new EventFilter { Memory = new MemoryKey(owner, id) })]);
    }

    /// <summary>Where to begin to read so that no more than the newest <paramref name="count"/> entries of the log come first; of a
    /// scope that sees part of it, fewer.</summary>
    public async Task<long> BeforeNewestAsync(int count, CancellationToken cancellationToken) =>
        Math.Max(0, await log.NewestAsync(cancellationToken) - count);

    /// <summary>Entries after the given sequence, oldest first.</summary>
    public async Task<EventPage> ReadAsync(
        AccessScope scope, EventSubject subject, long after, int limit, CancellationToken cancellationToken)
    {
        var entries = new List<MemoryEvent>();
        var complete = true;
        foreach (var filter in subject.Filters)
        {
            var page = await log.ReadAsync(scope, filter, after, limit, cancellationToken);
            entries.AddRange(page.Entries);
            complete &= page.Complete;
        }

        return new EventPage(
            [.. entries.DistinctBy(entry => entry.Sequence).OrderBy(entry => entry.Sequence).Take(limit)], complete);
    }

    /// <summary>Completes when there may be more to read, and at the latest after <paramref name="atMost"/>.</summary>
    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => log.WaitAsync(atMost, cancellationToken);

    /// <summary>What belonged to the owner named, or, when none is, to nobody; the latter only if it ever was there.</summary>
    private async Task<EventSubject?> OfGoneAsync(
        AccessScope scope, string? @namespace, string? userId, Func<Owner, EventSubject> of, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(@namespace) || !string.IsNullOrEmpty(userId))
            return of(scope.Place(@namespace, userId));
        if (!scope.Contains(default))
            return null;
        var subject = of(default);
        var events = await ReadAsync(scope, subject, after: 0, limit: 1, cancellationToken);
        return events.Entries.Count > 0 ? subject : null;
    }
}

/// <summary>Whose events are read.</summary>
/// <param name="Filters">An entry belongs to it when one of them admits it.</param>
public sealed record EventSubject(IReadOnlyList<EventFilter> Filters)
{
    /// <summary>All that the scope it is read with admits.</summary>
    public static EventSubject Everything { get; } = new([EventFilter.All]);
}
