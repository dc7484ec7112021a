using AgentMemory.Events;
using AgentMemory.Maintenance;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Storage.Redis.WorkingMemory;

internal sealed partial class RedisWorkingMemoryStore
{
    /// <inheritdoc cref="IStoreImport.ImportSessionsAsync"/>
    public Task<ImportOutcome> ImportAsync(SessionImport import, CancellationToken cancellationToken) => WriteAsync(
        import.Session.Key,
        async (unit, batch) =>
        {
            if (await unit.FindLiveAsync([]) is { } stored)
                return ImportComparison.Of(stored, import.Session);

            var session = import.Session with { Version = RecordVersion.New() };
            unit.Create(session);
            batch.Log(EventKinds.SessionPut, session.Key.Owner, session.Key.SessionId);
            batch.Enqueue(import.Tasks);
            return ImportOutcome.New;
        },
        cancellationToken).AsTask();

    public Task<ImportOutcome> CompareAsync(Session session, CancellationToken cancellationToken) => _store.ReadAsync(
        async database => await _reader.FindStoredAsync(database, session.Key) is { Session: var stored }
            && stored.IsLiveAt(_store.Time.GetUtcNow())
            ? ImportComparison.Of(stored, session)
            : ImportOutcome.New,
        cancellationToken);
}
