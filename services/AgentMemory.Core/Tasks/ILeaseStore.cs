namespace AgentMemory.Tasks;

/// <summary>
/// Named leases: at most one holder at a time across all processes, for periodic work with a single runner.
/// </summary>
/// <remarks><b>SQLite</b>: one conditional upsert. <b>Redis</b>: a hash per lease, taken and given back by scripts
/// that compare the holder.</remarks>
public interface ILeaseStore
{
    /// <summary>Takes the lease, or extends it for its holder. False while somebody else holds it.</summary>
    Task<bool> TryAcquireAsync(string name, string holder, TimeSpan duration, CancellationToken cancellationToken);

    /// <summary>Gives it back; nothing happens when <paramref name="holder"/> does not hold it.</summary>
    Task ReleaseAsync(string name, string holder, CancellationToken cancellationToken);
}
