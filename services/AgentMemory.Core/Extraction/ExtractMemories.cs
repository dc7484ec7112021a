using System.Text.Json;
using AgentMemory.LanguageModels;
using AgentMemory.LongTermMemory;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Extraction;

/// <summary>
/// Makes memories of message records that applications created themselves (spec 10.8), each read by itself. The memories
/// belong to whom and to what session the record does (T13); records that are facts already are left alone, and so are
/// messages of sessions, which are extracted with their session.
/// </summary>
internal sealed class ExtractMemories(
    ILongTermMemoryStore store, ExtractionStrategies strategies, MemoryExtractor extractor, ExtractionPauses pauses,
    MemoryFollowUps followUps, ModelRoles models, EngineOptions options, TimeProvider time) : ITaskHandler
{
    public const string TaskKind = "extract_memories";

    /// <summary>Records of one task: a failing one is repeated with no more than these.</summary>
    private const int RecordsPerTask = 20;

    public string Kind => TaskKind;

    public static bool Concerns(MemoryRecord record) =>
        record is { MemoryType: MemoryType.Message, DiscreteMemoryExtracted: false }
        && !(record.ExtractionStrategy == StrategyNames.Message && !string.IsNullOrEmpty(record.SessionId));

    /// <summary>None when no record is concerned: an empty list means nothing, not everything (T13).</summary>
    public static IEnumerable<TaskRequest> Requests(IEnumerable<MemoryRecord> records) =>
        MemoriesPayload.Requests(TaskKind, records.Where(Concerns), RecordsPerTask);

    public async Task RunAsync(TaskLease task, CancellationToken cancellationToken)
    {
        if (!options.LongTermMemory || !options.ExtractMemories)
            return;

        var scope = AccessScope.Of(task.Owner);
        ModelException? failed = null;
        foreach (var id in TaskPayloadJson.Read(task, TaskPayloadJson.Default.MemoriesPayload).MemoryIds)
        {
            if (await store.FindOwnAsync(new(task.Owner, id), cancellationToken) is not { } record || !Concerns(record))
                continue;
            try
            {
                await ExtractAsync(scope, record, cancellationToken);
            }
            catch (ModelException failure) when (failure.Failure == ModelFailure.InvalidAnswer)
            {
                // The others need not wait for this one.
                failed = failure;
            }
            catch (ModelException failure)
            {
                throw await pauses.PostponeAsync(task.Owner, record.SessionId, failure, cancellationToken);
            }
        }

        if (failed is not null)
            throw new ModelException(failed.Failure, failed.Message, failed.RetryAt);
    }

    private async Task ExtractAsync(AccessScope scope, MemoryRecord record, CancellationToken cancellationToken)
    {
        var (strategy, config) = StrategyOf(record);
        var message = RecordMessage.Of(record);
        ExtractionBatch batch;
        if (!Extractable.Is(message))
        {
            batch = ExtractionBatch.Empty(strategy.Name);
        }
        else if (strategy.NeedsModel && models.Generation is null)
        {
            await pauses.NoModelAsync(record.Owner, record.SessionId, cancellationToken);
            return;
        }
        else
        {
            batch = await ExtractAsync(strategy, config, record, message, cancellationToken);
        }

        var commit = new RecordExtractionCommit
        {
            OperationId = "extract:" + Ulid.New(),
            Sources = [record],
            Records = batch.Records,
            Detail = batch.Detail(messages: 1),
            Tasks = followUps.Of(batch.Records, deduplicate: true),
        };
        if (await store.CommitExtractionAsync(scope, commit, cancellationToken) == ExtractionOutcome.Committed)
            MemoryExtractor.Record(batch, messages: 1);
    }

    private async Task<ExtractionBatch> ExtractAsync(
        IExtractionStrategy strategy, JsonElement config, MemoryRecord record, MemoryMessage message,
        CancellationToken cancellationToken)
    {
        var request = new ExtractionRequest
        {
            Session = new SessionKey(record.Owner, record.SessionId ?? ""),
            Config = config,
            Messages = [message],
            Now = time.UtcNowMicroseconds(),
        };
        try
        {
            return await extractor.ExtractAsync(strategy, request, cancellationToken);
        }
        catch (ModelException failure) when (failure.Failure == ModelFailure.Refused)
        {
            return ExtractionBatch.Refusal(strategy.Name, models.Generation?.Name, messages: 1);
        }
    }

    /// <summary>The record's own, if it can be run on a single message; else the discrete one (spec 10.8).</summary>
    private (IExtractionStrategy Strategy, JsonElement Config) StrategyOf(MemoryRecord record) =>
        strategies.Find(record.ExtractionStrategy) is { TakesWholeThread: false } own
        && !own.Validate(record.ExtractionStrategyConfig).Any()
            ? (own, record.ExtractionStrategyConfig)
            : (strategies.Find(StrategyNames.Discrete)!, Json.EmptyObject);
}
