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
    public string Name => name;

    public int ContextWindow => contextWindow;

    /// <summary>Text as the model writes it, trimmed.</summary>
    /// <exception cref="ModelException">There is no usable answer; an empty one is none.</exception>
    public Task<ModelAnswer<string>> WriteAsync(ModelCall call, CancellationToken cancellationToken) =>
        throw new NotImplementedException($"{client} {usage} {budget} {time} {call} {cancellationToken}");

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
        throw new NotImplementedException();
}
