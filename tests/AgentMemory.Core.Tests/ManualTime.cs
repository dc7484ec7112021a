namespace AgentMemory.Tests;

/// <summary>A clock that stands still until a test moves it. Timers are real.</summary>
internal sealed class ManualTime(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
