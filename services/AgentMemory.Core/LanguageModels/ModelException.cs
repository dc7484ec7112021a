namespace AgentMemory.LanguageModels;

public enum ModelFailure
{
    /// <summary>Not now: unreachable, too slow, busy, refusing our key. The same call may succeed later.</summary>
    Unavailable,

    /// <summary>It answered, and the answer cannot be used even after repetitions.</summary>
    InvalidAnswer,

    /// <summary>It refuses this input for what it is; repeating is of no use.</summary>
    Refused,

    /// <summary>The namespace has used its tokens of the day.</summary>
    BudgetExhausted,
}

/// <summary>
/// A language model gave no usable answer. The message says what to check, and quotes neither the prompt nor the answer.
/// </summary>
/// <param name="retryAt">When trying again may make sense, if known.</param>
public sealed class ModelException(ModelFailure failure, string message, DateTimeOffset? retryAt = null) : Exception(message)
{
    public ModelFailure Failure { get; } = failure;

    public DateTimeOffset? RetryAt { get; } = retryAt;

    /// <summary>Whether the model was asked at all; false while its provider is left alone after failures.</summary>
    public bool IsAsked { get; init; } = true;
}
