using AgentMemory.Tasks;

namespace AgentMemory.WorkingMemory;

/// <summary>Frees the space of sessions whose TTL ran out. Reads never see them, purged or not.</summary>
public sealed class PurgeExpiredSessions(IWorkingMemoryStore store) : IPeriodicTask
{
    private const int PageSize = 500;

    public string Name => "purge_expired_sessions";

    public TimeSpan Period => TimeSpan.FromMinutes(1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await store.PurgeExpiredAsync(PageSize, cancellationToken) == PageSize)
            cancellationToken.ThrowIfCancellationRequested();
    }
}
