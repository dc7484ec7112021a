using AgentMemory.Tenancy;

namespace AgentMemory.SummaryViews;

/// <summary>
/// Summary views and their partitions. A caller sees the views whose whole scope its own covers
/// (<see cref="AccessScope.Covers"/>).
/// </summary>
/// <remarks><b>SQLite</b>: two tables. <b>Redis</b>: a hash per view, a hash of partitions per view, an ordered set of
/// ids.</remarks>
public interface ISummaryViewStore
{
    /// <summary>Writes a new view.</summary>
    Task AddAsync(StoredSummaryView view, CancellationToken cancellationToken);

    Task<StoredSummaryView?> FindAsync(AccessScope scope, string viewId, CancellationToken cancellationToken);

    /// <summary>Oldest first.</summary>
    Task<IReadOnlyList<StoredSummaryView>> ListAsync(AccessScope scope, CancellationToken cancellationToken);

    /// <summary>Removes the view and its partitions (T55). False when there is none in scope.</summary>
    Task<bool> DeleteAsync(AccessScope scope, string viewId, CancellationToken cancellationToken);

    /// <summary>Writes a partition under its group (<see cref="PartitionKey"/>); ignored when the view is gone.</summary>
    Task PutPartitionAsync(AccessScope scope, SummaryPartition partition, CancellationToken cancellationToken);

    /// <summary>Partitions whose group has the given values, by key; of a view that is not in scope, none.</summary>
    Task<IReadOnlyList<SummaryPartition>> ListPartitionsAsync(
        AccessScope scope, string viewId, IReadOnlyDictionary<string, string> group, CancellationToken cancellationToken);

    /// <summary>Removes the partitions that were computed before the given time: groups that have no memories any more.</summary>
    Task<int> DeletePartitionsBeforeAsync(
        AccessScope scope, string viewId, DateTimeOffset before, CancellationToken cancellationToken);
}
