using AgentMemory.Tasks;

namespace AgentMemory.Events;

/// <summary>Keeps the event log bounded.</summary>
public sealed class TrimEventLog(IEventLog log, EngineOptions options) : IPeriodicTask
{
    /// <summary>Readers that fall further behind are told so (<see cref="EventPage.Complete"/>).</summary>
    public const int EntriesKept = 1_000_000;

    public string Name => "trim_event_log";

    public TimeSpan Period => TimeSpan.FromMinutes(5);

    public Task RunAsync(CancellationToken cancellationToken) =>
        log.TrimAsync(EntriesKept, options.EventsPerSession, cancellationToken);
}
