using AgentMemory.Extraction.Rules;
using AgentMemory.LanguageModels;
using AgentMemory.Tenancy;

namespace AgentMemory.WorkingMemory.Summarization;

/// <summary>Carries a summary on over further messages: by the generation model, or by rules where there is none.</summary>
public sealed class SummaryWriter(ModelRoles models, ITokenCounter counter, EngineOptions options)
{
    /// <summary>Share of the caller's window that a summary made by rules may fill.</summary>
    private const double RuleShare = 0.2;

    private const int LeastRuleTokens = 32;

    /// <summary>How often refused messages are halved before rules take what is left: a few calls, not one per message.</summary>
    private const int Halvings = 3;

    private readonly string _instructions = SummarizationPrompt.Instructions(options.SummarizationPrompt);

    private readonly SummarizationBudget _budget =
        SummarizationBudget.Of(models.Generation?.ContextWindow ?? ModelContextWindows.Unnamed);

    /// <summary>Tokens of messages that <see cref="WriteAsync"/> takes at a time. Rules take any number.</summary>
    public int MessagesPerPass(string? previous) =>
        models.Generation is null ? int.MaxValue : _budget.PerPass(Count(_instructions), Count(previous));

    /// <summary>Whether a summary is so long that it has to be summarised itself: a client may set one of any size.</summary>
    public bool IsOversized(string? summary) => models.Generation is not null && Count(summary) > _budget.Messages / 2;

    /// <param name="messages">Oldest first, at most <see cref="MessagesPerPass"/> tokens.</param>
    /// <param name="heedsBudget">See <see cref="ModelCall.HeedsBudget"/>.</param>
    /// <exception cref="ModelException">The model cannot do it now.</exception>
    public async Task<WrittenSummary> WriteAsync(
        Owner owner, string? previous, IReadOnlyList<MemoryMessage> messages, ContextWindow window, bool heedsBudget,
        CancellationToken cancellationToken) => models.Generation is { } model
        ? await ByModelAsync(model, owner, previous, [.. messages], window, heedsBudget, Halvings, cancellationToken)
        : ByRules(previous, messages, window);

    private async Task<WrittenSummary> ByModelAsync(
        LanguageModel model, Owner owner, string? previous, MemoryMessage[] messages, ContextWindow window, bool heedsBudget,
        int halvings, CancellationToken cancellationToken)
    {
        var call = new ModelCall
        {
            Owner = owner,
            Operation = ModelOperations.Summarization,
            Instructions = _instructions,
            Input = SummarizationPrompt.Input(previous, messages),
            MaximumOutputTokens = _budget.Summary,
            HeedsBudget = heedsBudget,
        };
        try
        {
            var answer = await model.WriteAsync(call, cancellationToken);
            return new(SummarizationPrompt.IsNothing(answer.Value) ? previous : answer.Value, answer.Tokens, model.Name);
        }
        catch (ModelException refusal) when (refusal.Failure == ModelFailure.Refused)
        {
            // It will refuse these messages next time too, and they have to leave: rules refuse nothing.
            if (halvings == 0 || messages.Length == 1)
                return ByRules(previous, messages, window);
        }

        // One of them may be what it refuses, or they may be more tokens than they were estimated at.
        var half = messages.Length / 2;
        var first = await ByModelAsync(
            model, owner, previous, messages[..half], window, heedsBudget, halvings - 1, cancellationToken);
        var second = await ByModelAsync(
            model, owner, first.Text, messages[half..], window, heedsBudget, halvings - 1, cancellationToken);
        return new(second.Text, first.Tokens + second.Tokens, second.Model ?? first.Model);
    }

    private WrittenSummary ByRules(string? previous, IReadOnlyList<MemoryMessage> messages, ContextWindow window)
    {
        var tokens = Math.Min(_budget.Summary, Math.Max(LeastRuleTokens, (int)(window.Limit * RuleShare)));
        var summary = ExtractiveSummary.Build(previous, messages, tokens, counter);
        return new(summary.Length == 0 ? previous : summary, 0, null);
    }

    private int Count(string? text) => string.IsNullOrEmpty(text) ? 0 : counter.Count("", text);
}

/// <param name="Tokens">Of the calls it took.</param>
/// <param name="Model">Who wrote it; <see langword="null"/> for rules.</param>
public sealed record WrittenSummary(string? Text, int Tokens, string? Model);
