namespace AgentMemory.ServiceDefaults.Authentication;

/// <summary>The issuer's keys are not to be had, so that nothing can be said about a token.</summary>
/// <param name="status">What callers are answered with.</param>
/// <param name="message">For callers.</param>
internal sealed class SigningKeysException(int status, string message, Exception cause) : Exception(message, cause)
{
    public int Status { get; } = status;
}
