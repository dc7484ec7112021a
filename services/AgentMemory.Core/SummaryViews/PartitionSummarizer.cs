using System.Globalization;
using System.Text;
using AgentMemory.LanguageModels;
using AgentMemory.WorkingMemory;
using Microsoft.Extensions.Logging;

namespace AgentMemory.SummaryViews;

/// <summary>Summarises one group of a view: by a model where there is one, else as a list.</summary>
public sealed partial class PartitionSummarizer(
    ViewMemories memories, ModelRoles models, ITokenCounter counter, EngineOptions options, TimeProvider time,
    ILogger<PartitionSummarizer> logger)
{
    /// <summary>Stands in for the summary that a failing model did not give.</summary>
    public const string Fallback =
        "The summary could not be written because the language model gave no answer; run this partition again later.";

    /// <summary>The <see cref="SummaryPartition.EmptyReason"/> of a group without memories.</summary>
    public const string NoMatchingMemories = "no_matching_memories";

    private const int MaximumBullets = 50;
    private const int LongestBullet = 500;

    /// <summary>Whether it says something of its memories.</summary>
    public static bool IsSummary(SummaryPartition partition) => partition is { Empty: false, Summary: not Fallback };

    /// <param name="heedsBudget">Whether an exhausted budget counts as a failing model; a caller who waits is answered.</param>
    public async Task<ComputedPartition> ComputeAsync(
        StoredSummaryView view, IReadOnlyDictionary<string, string> group, bool heedsBudget, CancellationToken cancellationToken)
    {
        var found = await memories.OfGroupAsync(view, group, cancellationToken);
        var partition = new SummaryPartition
        {
            ViewId = view.View.Id,
            Group = group,
            MemoryCount = found.Count,
            ComputedAt = time.UtcNowMicroseconds(),
        };
        if (found.Count == 0)
            return new(partition with { Empty = true, EmptyReason = NoMatchingMemories });
        if (ModelOf(view.View) is not { } model)
            return new(partition with { Summary = List(found) });

        try
        {
            var instructions = string.IsNullOrWhiteSpace(view.View.Prompt) ? SummaryPrompt.DefaultInstructions : view.View.Prompt;
            var call = new ModelCall
            {
                Owner = view.Scope.Payer(group.GetValueOrDefault("namespace"), group.GetValueOrDefault("user_id")),
                Operation = ModelOperations.SummaryView,
                Instructions = instructions,
                Input = SummaryPrompt.Build(
                    instructions, group, found, model.ContextWindow, options.SummarizationThreshold, counter),
                MaximumOutputTokens = SummaryPrompt.Reserve(model.ContextWindow),
                HeedsBudget = heedsBudget,
            };
            var answer = await model.WriteAsync(call, cancellationToken);
            return new(partition with { Summary = answer.Value, ComputedAt = time.UtcNowMicroseconds() });
        }
        catch (ModelException failure)
        {
            LogFailed(view.View.Id, failure.Failure, failure);
            return new(partition with { Summary = Fallback, ComputedAt = time.UtcNowMicroseconds() }, ModelFailed: true);
        }
    }

    /// <summary>A view may name one of the configured models; any other name means the fast one.</summary>
    private LanguageModel? ModelOf(SummaryView view) =>
        new[] { models.Fast, models.Generation }.FirstOrDefault(model => model is not null && model.Name == view.ModelName)
        ?? models.Fast ?? models.Generation;

    private static string List(GroupMemories found)
    {
        var listed = Math.Min(found.First.Count, MaximumBullets);
        var text = new StringBuilder().Append(
            CultureInfo.InvariantCulture,
            $"No language model is configured, so this is a list and not a summary ({listed} of {found.Count} memories):");
        foreach (var record in found.First.Take(listed))
            text.Append("\n- ").Append(record.Text.ReplaceLineEndings(" ").Beginning(LongestBullet));
        return text.ToString();
    }

    [LoggerMessage(LogLevel.Warning, "A partition of summary view {ViewId} has no new summary: {Failure}")]
    private partial void LogFailed(string viewId, ModelFailure failure, Exception exception);
}

/// <param name="ModelFailed">Whether the summary is <see cref="PartitionSummarizer.Fallback"/>.</param>
public sealed record ComputedPartition(SummaryPartition Partition, bool ModelFailed = false);
