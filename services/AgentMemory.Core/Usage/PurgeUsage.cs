using AgentMemory.Tasks;

namespace AgentMemory.Usage;

/// <summary>Drops the sums of days nobody can ask for any more.</summary>
public sealed class PurgeUsage(IUsageStore store, TimeProvider time) : IPeriodicTask
{
    public string Name => "purge_usage";

    public TimeSpan Period => TimeSpan.FromHours(12);

    public Task RunAsync(CancellationToken cancellationToken) => store.PurgeAsync(
        DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(-UsageService.MaximumDays), cancellationToken);
}
