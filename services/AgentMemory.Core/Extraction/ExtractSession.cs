using System.Diagnostics;
using System.Text.Json;
using AgentMemory.Extraction.Strategies;
using AgentMemory.LanguageModels;
using AgentMemory.LongTermMemory;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Extraction;

/// <summary>
/// Makes memories of what a session's messages say, some twenty messages at a time, until none is left (spec 10.7, A).
/// </summary>
/// <remarks>
/// What a model said is committed together with the mark on its messages, or not at all: a crash repeats the call, never the
/// memories, and of two workers one commits. The session itself is not written (T10): whatever clients do to it meanwhile
/// stands, and messages they change are read again. A message is only marked once it was dealt with; a model that fails
/// leaves it for later (T25b).
/// </remarks>
internal sealed class ExtractSession(
    IWorkingMemoryStore sessions, ExtractionStrategies strategies, MemoryExtractor extractor, ExtractionPauses pauses,
    MemoryFollowUps followUps, ModelRoles models, ITokenCounter counter, EngineOptions options, TimeProvider time) : ITaskHandler
{
    public const string TaskKind = "extract_session";

    /// <summary>How many debounce times a session that never rests may put its extraction off.</summary>
    private const int LongestDelay = 10;

    /// <summary>Model calls in a row that may come too late before the session is left to the worker that was faster.</summary>
    private const int MostSuperseded = 3;

    public string Kind => TaskKind;

    /// <summary>Due once the session has rested: each write puts it off again (T11), within limits. One per session of an
    /// owner, not per session id (T49).</summary>
    public static TaskRequest Request(SessionKey key, TimeSpan debounce, DateTimeOffset now) => new()
    {
        Kind = TaskKind,
        Owner = key.Owner,
        Payload = JsonSerializer.Serialize(new SessionPayload(key.SessionId), TaskPayloadJson.Default.SessionPayload),
        Key = key.SessionId,
        SessionId = key.SessionId,
        DueAt = now + debounce,
        MaximumDelay = LongestDelay * debounce,
        TraceParent = Activity.Current?.Id,
    };

    public async Task RunAsync(TaskLease task, CancellationToken cancellationToken)
    {
        if (!options.LongTermMemory || !options.ExtractMemories)
            return;

        var key = new SessionKey(task.Owner, TaskPayloadJson.Read(task, TaskPayloadJson.Default.SessionPayload).SessionId);
        try
        {
            await ExtractAsync(key, cancellationToken);
        }
        catch (ModelException failure) when (failure.Failure is ModelFailure.Unavailable or ModelFailure.BudgetExhausted)
        {
            throw await pauses.PostponeAsync(key.Owner, key.SessionId, failure, cancellationToken);
        }
    }

    private async Task ExtractAsync(SessionKey key, CancellationToken cancellationToken)
    {
        var scope = AccessScope.Of(key.Owner);
        var attempts = new ExtractionAttempts();
        var superseded = 0;
        while (!attempts.IsHopeless && await sessions.FindUnextractedAsync(scope, key, cancellationToken) is { } backlog)
        {
            var strategy = StrategyOf(backlog);
            if (NextChunk(backlog, strategy, attempts) is not { } chunk)
                break;
            if (chunk.Messages.Count > 0 && strategy.NeedsModel && models.Generation is null)
            {
                await pauses.NoModelAsync(key.Owner, key.SessionId, cancellationToken);
                return;
            }

            if (await TryExtractAsync(key, backlog, strategy, chunk, attempts, cancellationToken) is not { } batch)
                continue;
            var outcome = await sessions.CommitExtractionAsync(scope, key, CommitOf(chunk, batch), cancellationToken);
            if (outcome == ExtractionOutcome.Deleted)
                return;
            if (outcome == ExtractionOutcome.Committed)
            {
                superseded = 0;
                MemoryExtractor.Record(batch, chunk.Seen.Count);
            }
            else if (++superseded == MostSuperseded)
            {
                throw new TaskPostponedException(
                    "Another worker extracts this session", time.GetUtcNow() + options.ExtractionDebounce);
            }
        }

        attempts.ThrowIfPassedBy();
    }

    private IExtractionStrategy StrategyOf(ExtractionBacklog backlog) =>
        strategies.Find(backlog.Strategy.Strategy) ?? throw new InvalidOperationException(
            $"A session asks for the extraction strategy '{backlog.Strategy.Strategy}', which is not registered in this process; "
            + $"there are {string.Join(", ", strategies.Names)}");

    private ExtractionChunk? NextChunk(ExtractionBacklog backlog, IExtractionStrategy strategy, ExtractionAttempts attempts)
    {
        MemoryMessage[] thread = [.. backlog.Departed.Concat(backlog.Session?.Messages ?? []).OrderBy(message => message.CreatedAt)];
        return !strategy.TakesWholeThread
            ? ExtractionChunk.Next(thread, attempts.IsPassedBy, attempts.Most, ModelInput.Tokens(models.Generation), counter)
            : ExtractionChunk.Whole(thread) is { } whole && !whole.Seen.All(attempts.IsPassedBy) ? whole : null;
    }

    /// <returns><see langword="null"/> when the messages are to be tried otherwise, or later.</returns>
    private async Task<ExtractionBatch?> TryExtractAsync(
        SessionKey key, ExtractionBacklog backlog, IExtractionStrategy strategy, ExtractionChunk chunk, ExtractionAttempts attempts,
        CancellationToken cancellationToken)
    {
        if (!chunk.Messages.Any(Extractable.Is))
            return ExtractionBatch.Empty(strategy.Name);

        var request = new ExtractionRequest
        {
            Session = key,
            Config = backlog.Strategy.Config,
            Summary = backlog.Session?.Context,
            Earlier = chunk.Earlier,
            Messages = chunk.Messages,
            Now = time.UtcNowMicroseconds(),
        };
        try
        {
            var batch = await extractor.ExtractAsync(strategy, request, cancellationToken);
            attempts.Succeeded();
            return batch;
        }
        catch (ModelException failure) when (failure.Failure is ModelFailure.Refused or ModelFailure.InvalidAnswer)
        {
            return attempts.GivesUp(failure, chunk.Messages, divisible: !strategy.TakesWholeThread)
                ? ExtractionBatch.Refusal(strategy.Name, models.Generation?.Name, chunk.Messages.Count)
                : null;
        }
    }

    private ExtractionCommit CommitOf(ExtractionChunk chunk, ExtractionBatch batch) => new()
    {
        OperationId = "extract:" + Ulid.New(),
        Messages = chunk.Seen,
        Records = batch.Records,
        Detail = batch.Detail(chunk.Seen.Count),
        Tasks = followUps.Of(batch.Records, deduplicate: true),
    };
}
