using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AgentMemory.Usage;
using Microsoft.Extensions.AI;

namespace AgentMemory.LanguageModels;

/// <summary>
/// A model that writes. Counts every call and its tokens (<see cref="IUsageStore"/>), heeds the budget, and turns whatever
/// goes wrong into a <see cref="ModelException"/>.
/// </summary>
/// <param name="client">The provider; bounds a call in time and repeats what fails for the moment.</param>
/// <param name="contextWindow">Tokens the model reads, in and out together.</param>
public sealed class LanguageModel(
    IChatClient client, string name, int contextWindow, IUsageStore usage, TokenBudget budget, TimeProvider time)
{
    private const int MaximumCalls = 3;

    /// <summary>The contract's, for every completion (spec 9.3).</summary>
    private const float Temperature = 1.0f;

    private readonly MeteredCalls _calls = new(client, name, usage, time);

    public string Name => name;

    public int ContextWindow => contextWindow;

    /// <summary>Text as the model writes it, trimmed. Like an object, it is asked for again, at most twice, when it is empty
    /// or was cut off.</summary>
    /// <exception cref="ModelException">There is no usable answer; an empty one is none.</exception>
    public Task<ModelAnswer<string>> WriteAsync(ModelCall call, CancellationToken cancellationToken) =>
        AskAsync(call, format: null, text => text.Trim() is { Length: > 0 } written ? written : null, cancellationToken);

    /// <summary>
    /// An object of the given schema: constrained by the provider where it can, repaired (fences, surrounding prose) and
    /// asked for again, at most twice, where not. An answer that was cut off is asked for again, never completed by guess.
    /// </summary>
    /// <param name="schema">JSON schema of the answer, an object.</param>
    /// <param name="type">Reads the answer.</param>
    /// <exception cref="ModelException">There is no usable answer.</exception>
    public Task<ModelAnswer<T>> AnswerAsync<T>(
        ModelCall call, JsonElement schema, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class =>
        AskAsync(call, ChatResponseFormat.ForJsonSchema(schema, "answer"), text => AnswerJson.Read(text, type), cancellationToken);

    private async Task<ModelAnswer<T>> AskAsync<T>(
        ModelCall call, ChatResponseFormat? format, Func<string, T?> read, CancellationToken cancellationToken)
        where T : class
    {
        if (call.HeedsBudget)
            await DemandBudgetAsync(call, cancellationToken);

        // Instructions and data never mix: what people said stands in a message of its own.
        ChatMessage[] messages = [new(ChatRole.System, call.Instructions), new(ChatRole.User, call.Input)];
        var options = new ChatOptions
        {
            Temperature = Temperature,
            MaxOutputTokens = call.MaximumOutputTokens,
            ResponseFormat = format,
        };
        var tokens = 0;
        for (var attempt = 1; attempt <= MaximumCalls; attempt++)
        {
            var reply = await _calls.AskAsync(call, messages, options, read, cancellationToken);
            tokens += reply.Tokens;
            if (reply.Value is { } value)
                return new(value, tokens);
            if (reply.IsCutOff && options.MaxOutputTokens is { } limit)
                options.MaxOutputTokens = limit * 2;
        }
        throw new ModelException(
            ModelFailure.InvalidAnswer,
            $"Model {name} gave no usable answer in {MaximumCalls} calls; a larger model, or one that follows JSON schemas, may");
    }

    /// <exception cref="ModelException">The namespace has used its tokens of the day.</exception>
    private async Task DemandBudgetAsync(ModelCall call, CancellationToken cancellationToken)
    {
        if (budget.TokensPerDay is not { } limit)
            return;
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (await usage.TokensAsync(call.Owner.Namespace, today, cancellationToken) < limit)
            return;
        throw new ModelException(
            ModelFailure.BudgetExhausted,
            $"The namespace has used its {limit} tokens of the day (MODEL_TOKENS_PER_NAMESPACE_AND_DAY)",
            new DateTimeOffset(today.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero));
    }
}
