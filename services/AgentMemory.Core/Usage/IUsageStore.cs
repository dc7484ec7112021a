using AgentMemory.Tenancy;

namespace AgentMemory.Usage;

/// <summary>What was asked of language models, summed by owner, day, model and operation.</summary>
/// <remarks><b>SQLite</b>: one row per sum, added to by an upsert. <b>Redis</b>: HINCRBY on a hash per owner and
/// day, and on one per namespace and day.</remarks>
public interface IUsageStore
{
    /// <summary>Adds to the sums of the entry's day.</summary>
    Task AddAsync(UsageEntry entry, CancellationToken cancellationToken);

    /// <summary>Sums in scope, both days included, by day, then namespace, model and operation; users are summed up.</summary>
    /// <param name="namespace"><see langword="null"/> for every one in scope.</param>
    Task<IReadOnlyList<NamespaceUsage>> ReadAsync(
        AccessScope scope, string? @namespace, DateOnly from, DateOnly to, CancellationToken cancellationToken);

    /// <summary>Tokens, in and out, of all users of a namespace on a day: what a budget is compared with.</summary>
    Task<long> TokensAsync(string? @namespace, DateOnly day, CancellationToken cancellationToken);

    /// <summary>Drops days before the given one; returns how many sums went.</summary>
    Task<int> PurgeAsync(DateOnly before, CancellationToken cancellationToken);
}

/// <param name="Day">UTC.</param>
/// <param name="Calls">Calls that reached the model, failed ones included.</param>
/// <param name="Failures">Those of the calls that gave nothing usable.</param>
public sealed record UsageEntry(
    Owner Owner, DateOnly Day, string Model, string Operation, long Calls, long InputTokens, long OutputTokens, long Failures);

public sealed record NamespaceUsage(
    DateOnly Day, string? Namespace, string Model, string Operation, long Calls, long InputTokens, long OutputTokens,
    long Failures);
