using AgentMemory.Tasks;

namespace AgentMemory.Lifecycle;

/// <summary>Compacts what was written since the last run, and what could not be merged then.</summary>
public sealed class CompactMemories(Compaction compaction, EngineOptions options) : IPeriodicTask
{
    public string Name => "compact_long_term_memories";

    public TimeSpan Period => options.CompactionPeriod;

    public Task RunAsync(CancellationToken cancellationToken) =>
        options.LongTermMemory ? compaction.RunOverNewAsync(cancellationToken) : Task.CompletedTask;
}
