namespace AgentMemory.Overview;

/// <summary>How much there is and how it grew, of what a caller may see. Members are in wire order.</summary>
/// <param name="Growth">Memories by the UTC day of their creation, oldest day first; days without any are 0.</param>
/// <param name="Tasks"><see langword="null"/> for callers bound to a tenant: what is counted are those of all.</param>
/// <param name="Search">As <paramref name="Tasks"/>: of everybody's searches.</param>
public sealed record OverviewReport(
    MemoryTotals Memories, long Sessions, IReadOnlyList<DayGrowth> Growth, TaskTotals? Tasks, SearchSpeed? Search);

public sealed record MemoryTotals(long Total, long Semantic, long Episodic, long Message);

/// <param name="Created">Memories that are there and were created on this day.</param>
public sealed record DayGrowth(DateOnly Day, long Created);

public sealed record TaskTotals(long Queued, long Running, long Failed);

/// <summary>What the newest searches of this process took, in milliseconds.</summary>
/// <param name="Searches">How many are considered; 0 while there was none, and then the others are <see langword="null"/>.</param>
/// <param name="Median">Half of them took no longer.</param>
/// <param name="Percentile95">One in twenty took longer.</param>
public sealed record SearchSpeed(int Searches, double? Median, double? Percentile95);
