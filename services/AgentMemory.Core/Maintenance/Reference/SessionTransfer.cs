using AgentMemory.Extraction;
using AgentMemory.Tasks;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Maintenance.Reference;

/// <summary>Takes sessions over, with the work that the reference had not done on them yet.</summary>
internal sealed class SessionTransfer(
    IStoreImport store, ReferenceSessions sessions, EngineOptions engine, TimeProvider time, ReferenceMigrationOptions options)
{
    public ItemTally Tally { get; } = new();

    public long MessagesToExtract { get; private set; }

    public async Task TransferAsync(IEnumerable<ReferenceSession> items, CancellationToken cancellationToken)
    {
        var now = time.UtcNowMicroseconds();
        var read = items.Select(item => Read(item, now)).OfType<Taken>().ToList();
        if (read.Count == 0)
            return;

        var outcomes = await store.ImportSessionsAsync(
            [.. read.Select(taken => new SessionImport(taken.Session, TasksOf(taken.Session, now)))], options.DryRun, cancellationToken);
        foreach (var ((session, repairs), outcome) in read.Zip(outcomes))
        {
            Tally.Add(outcome, repairs);
            if (outcome == ImportOutcome.New && engine is { LongTermMemory: true, ExtractMemories: true })
                MessagesToExtract += session.Messages.Count(message => !message.DiscreteMemoryExtracted);
        }
    }

    private Taken? Read(ReferenceSession item, DateTimeOffset now)
    {
        var repairs = new ReferenceRepairs();
        try
        {
            var session = sessions.Read(item, now, repairs);
            if (options.Admits(session.Key.Owner))
                return new Taken(session, repairs);
            Tally.Skip(ReferenceMigration.OfOthers);
        }
        catch (UnreadableItemException problem)
        {
            Tally.Unreadable(item.Key, problem.Message);
        }

        return null;
    }

    /// <summary>What a write of the session would queue, as far as there is something to do.</summary>
    private List<TaskRequest> TasksOf(Session session, DateTimeOffset now)
    {
        var tasks = new List<TaskRequest>();
        if (!engine.LongTermMemory)
            return tasks;
        if (session.Memories.Any(memory => memory.PersistedAt is null)
            || (engine.IndexAllMessages && session.Messages.Any(message => message.PersistedAt is null)))
            tasks.Add(PromoteWorkingMemory.Request(session.Key));
        if (engine.ExtractMemories && session.Messages.Any(message => !message.DiscreteMemoryExtracted))
            tasks.Add(ExtractSession.Request(session.Key, engine.ExtractionDebounce, now));
        return tasks;
    }

    private sealed record Taken(Session Session, ReferenceRepairs Repairs);
}
