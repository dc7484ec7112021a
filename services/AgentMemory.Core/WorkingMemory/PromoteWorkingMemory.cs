using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentMemory.Extraction;
using AgentMemory.LongTermMemory;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;

namespace AgentMemory.WorkingMemory;

/// <summary>
/// Brings what a session holds for the long term into long-term memory: its structured memories and, when configured,
/// its messages (spec 10.7, B and C).
/// </summary>
/// <remarks>
/// Order makes it repeatable: records are written, each by an operation named after its content; then their follow-ups are
/// queued; last the session is stamped, item by item and only where the content is still the one promoted. A crash in
/// between repeats steps that change nothing; a session changed meanwhile keeps its new items pending for the task that
/// its write queued (T10).
/// </remarks>
public sealed class PromoteWorkingMemory(
    IWorkingMemoryStore sessions, ILongTermMemoryStore memories, MemoryFollowUps followUps, ITaskQueue queue,
    EngineOptions options, TimeProvider time) : ITaskHandler
{
    public const string TaskKind = "promote_working_memory";

    /// <summary>Enough for a store to make one commit of many writes.</summary>
    private const int WritesAtOnce = 32;

    public string Kind => TaskKind;

    public static TaskRequest Request(SessionKey key) => new()
    {
        Kind = TaskKind,
        Owner = key.Owner,
        Payload = JsonSerializer.Serialize(new SessionPayload(key.SessionId), TaskPayloadJson.Default.SessionPayload),
        Key = key.SessionId,
        SessionId = key.SessionId,
        TraceParent = Activity.Current?.Id,
    };

    public Task RunAsync(TaskLease task, CancellationToken cancellationToken) => PromoteAsync(
        new(task.Owner, TaskPayloadJson.Read(task, TaskPayloadJson.Default.SessionPayload).SessionId), cancellationToken);

    /// <summary>Promotes what the session holds now; what is promoted already is left alone.</summary>
    public async Task PromoteAsync(SessionKey key, CancellationToken cancellationToken)
    {
        if (!options.LongTermMemory)
            return;

        var scope = AccessScope.Of(key.Owner);
        if (await sessions.FindAsync(scope, key.AsLookup(), cancellationToken) is not { } session)
            return;

        var pendingMemories = session.Memories.Where(memory => memory.PersistedAt is null).ToArray();
        var pendingMessages = options.IndexAllMessages
            ? session.Messages.Where(message => message.PersistedAt is null && !string.IsNullOrWhiteSpace(message.Content)).ToArray()
            : [];
        if (pendingMemories.Length == 0 && pendingMessages.Length == 0)
            return;

        var now = time.UtcNowMicroseconds();
        var written = new List<MemoryRecord>(pendingMemories.Length + pendingMessages.Length);
        foreach (var records in pendingMemories.Select(memory => followUps.Prepare(FromMemory(memory, session, now)))
            .Concat(pendingMessages.Select(message => FromMessage(message, session, now))).Chunk(WritesAtOnce))
            written.AddRange(await Task.WhenAll(records.Select(record => WriteAsync(key, record, cancellationToken))));
        foreach (var request in followUps.Of(written, deduplicate: true))
            await queue.EnqueueAsync(request, cancellationToken);
        await sessions.StampPromotedAsync(scope, key, new(pendingMemories, pendingMessages, now), cancellationToken);
    }

    /// <summary>A memory without an owner or a session gets the session's (T13b); one that names its own was checked when
    /// the session was written.</summary>
    private static MemoryRecord FromMemory(MemoryRecord memory, Session session, DateTimeOffset now) => memory with
    {
        Namespace = memory.Owner.Namespace ?? session.Key.Owner.Namespace,
        UserId = memory.Owner.UserId ?? session.Key.Owner.UserId,
        SessionId = string.IsNullOrEmpty(memory.SessionId) ? session.Key.SessionId : memory.SessionId,
        ExtractionStrategy = session.Strategy.Strategy,
        ExtractionStrategyConfig = session.Strategy.Config,
        PersistedAt = now,
    };

    private static MemoryRecord FromMessage(MemoryMessage message, Session session, DateTimeOffset now) => new()
    {
        Id = message.Id,
        Text = $"{message.Role}: {message.Content}",
        MemoryType = MemoryType.Message,
        SessionId = session.Key.SessionId,
        Namespace = session.Key.Owner.Namespace,
        UserId = session.Key.Owner.UserId,
        CreatedAt = message.CreatedAt,
        UpdatedAt = now,
        LastAccessed = now,
        PersistedAt = now,
        DiscreteMemoryExtracted = message.DiscreteMemoryExtracted,
        ExtractionStrategy = StrategyNames.Message,
    };

    /// <summary>One write per record: an operation that covered several would change with their number, and a repetition
    /// would then write again what it had written.</summary>
    /// <returns>The record as written. Message ids are unique in their session only: one that is taken by another session's
    /// record is qualified by the session, so that neither message is lost.</returns>
    private async Task<MemoryRecord> WriteAsync(SessionKey key, MemoryRecord record, CancellationToken cancellationToken)
    {
        var options = new UpsertOptions
        {
            OperationId = OperationOf(key, record),
            KeepOtherSessions = record.ExtractionStrategy == StrategyNames.Message,
        };
        var scope = AccessScope.Of(record.Owner);
        var results = await memories.UpsertAsync(scope, [record], options, cancellationToken);
        if (results[0].Outcome != UpsertOutcome.Occupied)
            return record;

        var qualified = record with { Id = $"{key.SessionId}/{record.Id}" };
        await memories.UpsertAsync(scope, [qualified], options with { KeepOtherSessions = false }, cancellationToken);
        return qualified;
    }

    private static string OperationOf(SessionKey key, MemoryRecord record)
    {
        var identity = string.Join(
            '\u001f', key.Owner.Namespace, key.Owner.UserId, key.SessionId, record.Id, MemoryHash.Compute(record));
        return "promote:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)), 0, 16);
    }
}
