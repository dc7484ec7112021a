using AgentMemory.LongTermMemory;

namespace AgentMemory.Lifecycle;

/// <summary>
/// The best records seen so far, at most as many as the budget. Equally ranked records are kept by id, so that the
/// outcome does not depend on the order they come in.
/// </summary>
public sealed class ForgettingBudget(int? budget)
{
    private readonly PriorityQueue<MemoryRecord, (double Rank, MemoryRecord Record)> _kept = new(WorstFirst.Instance);

    /// <summary>Takes a record in; returns the one there is no room for, which may be the same.</summary>
    public MemoryRecord? Crowded(MemoryRecord record, double rank)
    {
        if (budget is not >= 0)
            return null;
        if (_kept.Count < budget)
        {
            _kept.Enqueue(record, (rank, record));
            return null;
        }

        return _kept.EnqueueDequeue(record, (rank, record));
    }

    private sealed class WorstFirst : IComparer<(double Rank, MemoryRecord Record)>
    {
        public static WorstFirst Instance { get; } = new();

        public int Compare((double Rank, MemoryRecord Record) x, (double Rank, MemoryRecord Record) y)
        {
            var order = x.Rank.CompareTo(y.Rank);
            if (order == 0)
                order = string.CompareOrdinal(y.Record.Id, x.Record.Id);
            if (order == 0)
                order = string.CompareOrdinal(y.Record.Namespace, x.Record.Namespace);
            return order != 0 ? order : string.CompareOrdinal(y.Record.UserId, x.Record.UserId);
        }
    }
}
