using System.Text.Json;
using System.Text.Json.Nodes;
using AgentMemory.Extraction.Checks;
using AgentMemory.Extraction.Prompts;
using AgentMemory.Extraction.Rules;
using AgentMemory.LanguageModels;
using AgentMemory.LongTermMemory;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Extraction.Strategies;

/// <summary>
/// One memory per session: its summary, replaced when the session goes on (spec 10.7). A session that has not changed since
/// asks no model. Without a model it is made of the conversation's own sentences.
/// </summary>
internal sealed class SummaryStrategy(
    ModelRoles models, ILongTermMemoryStore memories, ITokenCounter counter, EngineOptions options) : IExtractionStrategy
{
    private const string ThreadTopic = "thread-summary";
    private const string FingerprintMember = "source_message_fingerprint";
    private const string VersionMember = "summary_version";
    private const string RulesMember = "made_by";

    /// <summary>Tokens of a word, rounded up, for summaries that no model counts the words of.</summary>
    private const double TokensPerWord = 1.4;

    public string Name => StrategyNames.Summary;

    public bool TakesWholeThread => true;

    public string Describe(JsonElement config) =>
        $"Creates summaries of conversations, each of at most {SummaryOptions.Read(config).MaximumWords} words, with their topics, "
        + "decisions and preferences.";

    public IEnumerable<StrategyProblem> Validate(JsonElement config) => SummaryOptions.Validate(config);

    public async Task<ExtractionResult> ExtractAsync(ExtractionRequest request, CancellationToken cancellationToken)
    {
        var settings = SummaryOptions.Read(request.Config);
        MemoryMessage[] thread = [.. request.Earlier.Concat(request.Messages).OrderBy(message => message.CreatedAt)];
        var id = ThreadIdentity.SummaryId(request.Session);
        var fingerprint = ThreadIdentity.Fingerprint(thread);
        if (await IsCurrentAsync(request.Session.Owner, id, fingerprint, settings.Version, cancellationToken))
            return new ExtractionResult([]);

        var told = thread.Where(Extractable.Is).ToArray();
        var summary = models.Generation is { } model
            ? await AskAsync(model, request, told, settings, cancellationToken)
            : Quote(request.Summary, told, settings);
        if (string.IsNullOrWhiteSpace(summary.Text))
            return new ExtractionResult([], models.Generation?.Name);

        var memory = summary with
        {
            Id = id,
            IsAbstract = true,
            Topics = Sorted(summary.Topics.Concat(settings.Topics).Append(ThreadTopic)),
            Entities = Sorted(summary.Entities),
            Sources = [.. thread.Select(message => message.Id)],
            Metadata = Metadata(request.Session, thread, fingerprint, settings.Version),
        };
        return new ExtractionResult([memory], models.Generation?.Name);
    }

    /// <summary>A summary made by rules is made again once there is a model.</summary>
    private async ValueTask<bool> IsCurrentAsync(
        Owner owner, string id, string fingerprint, string version, CancellationToken cancellationToken)
    {
        var lookup = new MemoryLookup(id, owner.Namespace, owner.UserId);
        return await memories.FindAsync(AccessScope.Of(owner), lookup, cancellationToken) is { } stored
            && Member(stored, FingerprintMember) == fingerprint && Member(stored, VersionMember) == version
            && (Member(stored, RulesMember) is null || models.Generation is null);
    }

    /// <summary>In one call where the thread fits the model, else part by part, each building on the summary before.</summary>
    private async Task<ExtractedMemory> AskAsync(
        LanguageModel model, ExtractionRequest request, IReadOnlyList<MemoryMessage> thread, SummaryOptions settings,
        CancellationToken cancellationToken)
    {
        var summary = new ExtractedMemory { Text = "" };
        foreach (var part in ThreadParts.Of(thread, ModelInput.Tokens(model), counter))
        {
            var continues = summary.Text.Length > 0;
            var transcript = new Transcript(request with
            {
                Summary = continues ? summary.Text : request.Summary,
                Earlier = [],
                Messages = part,
            });
            var items = await ModelAnswers.AskAsync(
                model, request, SummaryPrompt.For(request.Now, settings.MaximumWords, options.MaximumTopics, continues),
                transcript.Text, ModelAnswers.SummarySchema, cancellationToken);
            if (Coalesce(ModelItem.ReadAll(items, transcript, options, model.Name).Memories) is { } told)
                summary = told;
        }

        return summary;
    }

    /// <summary>Models that answer with several items meant one summary (spec 10.7).</summary>
    private static ExtractedMemory? Coalesce(IReadOnlyList<ExtractedMemory> items)
    {
        var told = items.Where(item => !string.IsNullOrWhiteSpace(item.Text)).ToArray();
        return told.Length == 0 ? null : new ExtractedMemory
        {
            Text = string.Join("\n\n", told.Select(item => item.Text.Trim())),
            Topics = [.. told.SelectMany(item => item.Topics)],
            Entities = [.. told.SelectMany(item => item.Entities)],
        };
    }

    private ExtractedMemory Quote(string? previous, IReadOnlyList<MemoryMessage> thread, SummaryOptions settings)
    {
        var text = ExtractiveSummary.Build(previous, thread, (int)Math.Min(settings.MaximumWords * TokensPerWord, 8000), counter);
        var tags = RuleTagger.Of(text, options.MaximumTopics);
        return new ExtractedMemory
        {
            Text = text,
            Topics = options.ExtractTopics ? tags.Topics : [],
            Entities = options.ExtractEntities ? tags.Entities : [],
        };
    }

    private Dictionary<string, JsonElement> Metadata(
        SessionKey session, MemoryMessage[] thread, string fingerprint, string version)
    {
        var metadata = new JsonObject
        {
            ["source_session_id"] = session.SessionId,
            ["message_count"] = thread.Length,
            ["source_message_ids"] = new JsonArray([.. thread.Select(message => (JsonNode)message.Id)]),
            ["source_created_at_min"] = ThreadIdentity.Iso(thread.Min(message => message.CreatedAt)),
            ["source_created_at_max"] = ThreadIdentity.Iso(thread.Max(message => message.CreatedAt)),
            [FingerprintMember] = fingerprint,
            [VersionMember] = version,
        };
        if (models.Generation is null)
            metadata[RulesMember] = StrategyNames.Deterministic;
        return JsonDocument.Parse(metadata.ToJsonString()).RootElement.EnumerateObject()
            .ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);
    }

    private static IReadOnlyList<string> Sorted(IEnumerable<string> tags) =>
        [.. TagList.Of(tags).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static string? Member(MemoryRecord record, string name) =>
        record.Metadata.ValueKind == JsonValueKind.Object && record.Metadata.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
