using System.Text.Json;
using System.Text.Json.Nodes;
using AgentMemory.Extraction.Checks;
using AgentMemory.Extraction.Strategies;
using AgentMemory.LanguageModels;
using AgentMemory.LongTermMemory;
using AgentMemory.Telemetry;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Extraction;

/// <summary>Runs a strategy within its time, checks what it found item by item, and makes records of the rest.</summary>
internal sealed class MemoryExtractor(ModelRoles models, ITokenCounter counter, EngineOptions options, TimeProvider time)
{
    /// <exception cref="ModelException">The model gives nothing usable, or the strategy took longer than
    /// <see cref="EngineOptions.ModelTaskTimeout"/>.</exception>
    public async Task<ExtractionBatch> ExtractAsync(
        IExtractionStrategy strategy, ExtractionRequest request, CancellationToken cancellationToken)
    {
        using var activity = EngineTelemetry.Source.StartActivity("extract memories");
        activity?.SetTag("agent_memory.extraction.strategy", strategy.Name);
        activity?.SetTag("agent_memory.extraction.messages", request.Messages.Count);

        var check = new ItemCheck(request.Messages, strategy.Name);
        var records = new List<MemoryRecord>();
        var refused = new Dictionary<string, int>(StringComparer.Ordinal);
        string? model = null;
        var byRules = false;
        foreach (var part in PartsOf(strategy, request))
        {
            var result = await RunAsync(strategy, part, cancellationToken);
            model = result.Model ?? model;
            if (result.Dropped > 0)
                Count(refused, ItemRefusal.Unreadable, result.Dropped);
            foreach (var item in result.Memories)
            {
                var (kept, refusal) = check.Check(item);
                if (kept is not null)
                    records.Add(RecordOf(kept, strategy, request, result.Model));
                else if (refusal is { } reason)
                    Count(refused, reason, 1);
                byRules |= item.Strategy == StrategyNames.Deterministic;
            }
        }

        activity?.SetTag("agent_memory.extraction.memories", records.Count);
        return new ExtractionBatch(byRules ? StrategyNames.Deterministic : strategy.Name, model, records, refused);
    }

    /// <summary>One request, unless it is a single message too large for the model: that one is read piece by piece.</summary>
    private IEnumerable<ExtractionRequest> PartsOf(IExtractionStrategy strategy, ExtractionRequest request) =>
        strategy.TakesWholeThread || request.Messages.Count != 1 || models.Generation is not { } model
            ? [request]
            : ThreadParts.Pieces(request.Messages[0], ModelInput.Tokens(model), counter)
                .Select(piece => request with { Messages = [piece] });

    private async Task<ExtractionResult> RunAsync(
        IExtractionStrategy strategy, ExtractionRequest request, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.ModelTaskTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await strategy.ExtractAsync(request, either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ModelException(
                ModelFailure.Unavailable,
                $"The extraction strategy '{strategy.Name}' took longer than {options.ModelTaskTimeout.TotalMinutes:0.#} minutes; "
                + "see LLM_TASK_TIMEOUT_MINUTES");
        }
    }

    private MemoryRecord RecordOf(ExtractedMemory item, IExtractionStrategy strategy, ExtractionRequest request, string? model)
    {
        var now = time.UtcNowMicroseconds();
        return new MemoryRecord
        {
            Id = item.Id ?? Ulid.New(),
            Text = item.Text,
            SessionId = string.IsNullOrEmpty(request.Session.SessionId) ? null : request.Session.SessionId,
            UserId = request.Session.Owner.UserId,
            Namespace = request.Session.Owner.Namespace,
            CreatedAt = now,
            UpdatedAt = now,
            LastAccessed = now,
            PersistedAt = now,
            Topics = item.Topics,
            Entities = item.Entities,
            DiscreteMemoryExtracted = true,
            MemoryType = item.Type,
            ExtractedFrom = [.. item.Sources.Select(SourceIds.Encode)],
            EventDate = item.EventDate,
            ExtractionStrategy = item.Strategy ?? strategy.Name,
            ExtractionStrategyConfig = request.Config,
            Metadata = MetadataOf(item, request, model),
            Slot = item.Slot,
            Context = SourceContext.Of(item, request),
        };
    }

    private static JsonElement MetadataOf(ExtractedMemory item, ExtractionRequest request, string? model)
    {
        var metadata = new JsonObject();
        foreach (var (name, value) in item.Metadata)
            metadata[name] = JsonNode.Parse(value.GetRawText());
        if (item.Quote is not null)
            metadata["quote"] = item.Quote;
        if (model is not null)
            metadata["model"] = model;
        if (item.Slot is not null)
            metadata[SlotValue.AsOf] = SlotValue.Write(item.EventDate ?? SaidAt(item, request));
        if (item.Sources.Any(id => SourceIds.Encode(id) != id))
            metadata["source_message_ids"] = new JsonArray([.. item.Sources.Select(id => (JsonNode)id)]);
        return JsonDocument.Parse(metadata.ToJsonString()).RootElement;
    }

    private static DateTimeOffset SaidAt(ExtractedMemory item, ExtractionRequest request) => request.Messages
        .Where(message => item.Sources.Contains(message.Id, StringComparer.Ordinal))
        .Select(message => message.CreatedAt).DefaultIfEmpty(request.Now).Max();

    private static void Count(Dictionary<string, int> refused, ItemRefusal reason, int items)
    {
        var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString());
        refused[name] = refused.GetValueOrDefault(name) + items;
    }

    /// <summary>Counts what was committed: what is extracted again after a crash counts once.</summary>
    public static void Record(ExtractionBatch batch, int messages)
    {
        var strategy = new KeyValuePair<string, object?>("agent_memory.extraction.strategy", batch.Label);
        EngineTelemetry.MessagesExtracted.Add(messages, strategy);
        EngineTelemetry.MemoriesExtracted.Add(batch.Records.Count, strategy);
        foreach (var (reason, count) in batch.Refused)
            EngineTelemetry.ItemsRefused.Add(count, strategy, new("agent_memory.extraction.refusal", reason));
    }
}
