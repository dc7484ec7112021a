namespace AgentMemory.Tasks;

/// <summary>
/// What a handler throws when what it needs is not there now: the task is due again at <see cref="Until"/>, and the attempt
/// does not count.
/// </summary>
/// <param name="reason">For operators; quotes no text of messages or memories.</param>
public sealed class TaskPostponedException(string reason, DateTimeOffset until) : Exception(reason)
{
    public DateTimeOffset Until { get; } = until;
}
