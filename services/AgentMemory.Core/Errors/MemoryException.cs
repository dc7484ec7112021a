namespace AgentMemory.Errors;

/// <summary>
/// A refusal the caller can act on. Its <see cref="Detail"/> is shown to the caller: it names the field and the fix, and
/// never quotes another caller's data. Each kind has one HTTP status (docs/api.md).
/// </summary>
public abstract class MemoryException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What a caller is told: the message, unless that is for the operator alone.</summary>
    public virtual string Detail => Message;
}

/// <summary>A business rule refuses the request (400).</summary>
public sealed class InvalidRequestException(string message) : MemoryException(message);

/// <summary>The caller's token does not reach there (403).</summary>
public sealed class AccessDeniedException(string message) : MemoryException(message);

/// <summary>There is no such thing in the caller's scope (404).</summary>
public sealed class NotFoundException(string message) : MemoryException(message);

/// <summary>The request contradicts what is stored (409).</summary>
public sealed class ConflictException(string message) : MemoryException(message);

/// <summary>A conditional write found another version than the one it names (412).</summary>
public sealed class VersionMismatchException(string message) : MemoryException(message);

/// <summary>The store cannot serve now: locked, full, unreachable (503). What was acknowledged is kept.</summary>
public sealed class StoreUnavailableException(string message, TimeSpan retryAfter, Exception? inner = null)
    : MemoryException(message, inner)
{
    public TimeSpan RetryAfter { get; } = retryAfter;
}

/// <summary>
/// The stored data cannot be opened by this version, or is damaged (503); starting again will not help. The message says
/// what will, to the operator: it names the file, so callers are not shown it.
/// </summary>
public sealed class StoreIncompatibleException(string message, Exception? inner = null) : MemoryException(message, inner)
{
    /// <summary>The message names the file: that is for the start-up error and the log.</summary>
    public override string Detail => "The stored data cannot be read; the server's log says why";
}
