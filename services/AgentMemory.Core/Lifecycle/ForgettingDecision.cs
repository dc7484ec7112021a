using AgentMemory.LongTermMemory;
using AgentMemory.Search;

namespace AgentMemory.Lifecycle;

public enum Verdict
{
    /// <summary>Protected: neither deleted nor counted against the budget.</summary>
    Exempt,

    /// <summary>Kept by the age rules; the budget may still not have room for it.</summary>
    Eligible,

    /// <summary>Too old, or too long unused.</summary>
    Delete,
}

/// <summary>What a policy says of one record at one moment (spec 10.12).</summary>
public sealed class ForgettingDecision(ForgettingPolicy policy, IReadOnlySet<string> pinnedIds, DateTimeOffset now)
{
    public Verdict Of(MemoryRecord record)
    {
        if (record.Pinned || pinnedIds.Contains(record.Id))
            return Verdict.Exempt;
        if (policy.MemoryTypeAllowlist is { } deletable && !deletable.Contains(record.MemoryType))
            return Verdict.Exempt;

        var age = (now - record.CreatedAt).TotalDays;
        var inactive = (now - record.LastAccessed).TotalDays;
        var expired = (policy.MaxAgeDays, policy.MaxInactiveDays) switch
        {
            ({ } maxAge, { } maxInactive) =>
                age > maxAge * policy.HardAgeMultiplier || (age > maxAge && inactive > maxInactive),
            ({ } maxAge, null) => age > maxAge,
            (null, { } maxInactive) => inactive > maxInactive,
            _ => false,
        };
        return expired ? Verdict.Delete : Verdict.Eligible;
    }

    /// <summary>How much an eligible record deserves a place in the budget: its recency by the default weights.</summary>
    public double Rank(MemoryRecord record) => RecencyFormula.Recency(record, now, RecencyWeights.Default);
}
