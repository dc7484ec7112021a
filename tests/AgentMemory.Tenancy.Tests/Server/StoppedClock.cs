namespace AgentMemory.Tenancy.Tests.Server;

/// <summary>
/// A clock that stands still, with timers that run: what a server ranks or forgets by age is then a matter of its data, and
/// twins with the same data agree.
/// </summary>
internal sealed class StoppedClock : TimeProvider
{
    private static readonly DateTimeOffset Instant = DateTimeOffset.UtcNow;

    public override DateTimeOffset GetUtcNow() => Instant;
}
