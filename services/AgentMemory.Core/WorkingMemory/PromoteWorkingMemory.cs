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
        MemoryRecord[] written =
        [
            .. await WriteAsync(
                key, pendingMemories.Select(memory => followUps.Prepare(FromMemory(memory, session, now))), areMessages: false, cancellationToken),
            .. await WriteAsync(
                key, pendingMessages.Select(message => FromMessage(message, session, now)), areMessages: true, cancellationToken),
        ];
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

    /// <summary>In order: messages of one time stand in their session as they were written. Each record is an operation of its own, as
    /// more of them may be pending when it is repeated.</summary>
    /// <returns>The records as written. Message ids are unique in their session only: one that is taken by another session's
    /// record is qualified by the session, so that neither message is lost.</returns>
    private async Task<IReadOnlyList<MemoryRecord>> WriteAsync(
        SessionKey key, IEnumerable<MemoryRecord> records, bool areMessages, CancellationToken cancellationToken)
    {
        var options = new UpsertOptions
        {
            OperationId = TaskKind,
            OperationOfEach = record => OperationOf(key, record),
            KeepOtherSessions = areMessages,
        };
        var written = new List<MemoryRecord>();
        foreach (var group in records.GroupBy(record => record.Owner))
        {
            var scope = AccessScope.Of(group.Key);
            foreach (var some in group.Chunk(WritesAtOnce))
            {
                var results = await memories.UpsertAsync(scope, some, options, cancellationToken);
                var byTaken = some.Zip(results).ToLookup(pair => pair.Second.Outcome == UpsertOutcome.Occupied, pair => pair.First);
                var qualified = byTaken[true].Select(record => record with { Id = $"{key.SessionId}/{record.Id}" }).ToArray();
                if (qualified.Length > 0)
                    await memories.UpsertAsync(scope, qualified, options with { KeepOtherSessions = false }, cancellationToken);
                written.AddRange([.. byTaken[false], .. qualified]);
            }
        }

        return written;
    }

    private static string OperationOf(SessionKey key, MemoryRecord record)
    {
        var identity = string.Join(
            '\u001f', key.Owner.Namespace, key.Owner.UserId, key.SessionId, record.Id, MemoryHash.Compute(record));
        return "promote:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)), 0, 16);
    }
}
