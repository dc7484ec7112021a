namespace AgentMemory.Models;

/// <summary>
/// The model gave no usable vectors. The message says what to check and quotes neither the texts nor the provider's
/// answer, which may repeat them.
/// </summary>
/// <param name="isTransient">Whether the same call may succeed later.</param>
/// <param name="retryAfter">What the provider asked for.</param>
public sealed class EmbeddingException(string message, bool isTransient, TimeSpan? retryAfter = null) : Exception(message)
{
    public bool IsTransient { get; } = isTransient;

    public TimeSpan? RetryAfter { get; } = retryAfter;
}
