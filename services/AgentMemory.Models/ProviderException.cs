namespace AgentMemory.Models;

internal enum ProviderFailure
{
    /// <summary>The same call may succeed in a moment.</summary>
    Passing,

    /// <summary>Somebody must change something: a key, a name, an account.</summary>
    Lasting,

    /// <summary>The provider objects to this very request.</summary>
    Request,

    /// <summary>It answered with something else than the protocol.</summary>
    Answer,
}

/// <summary>
/// A call failed. The message says what to check and quotes neither the prompt nor the provider's answer, which may repeat
/// it; for the same reason there is no inner exception.
/// </summary>
/// <param name="retryAfter">What the provider asked for.</param>
internal sealed class ProviderException(ProviderFailure failure, string message, int? status = null, TimeSpan? retryAfter = null)
    : Exception(message)
{
    public ProviderFailure Failure { get; } = failure;

    /// <summary>Of the answer; <see langword="null"/> when there was none.</summary>
    public int? Status { get; } = status;

    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>Whether the provider's complaint names the parameter <c>temperature</c>.</summary>
    public bool IsAboutTemperature { get; init; }
}
