using AgentMemory.LongTermMemory;

namespace AgentMemory.Lifecycle;

/// <summary>How long memories of a type are kept, in days since they were created; <see langword="null"/> keeps them.</summary>
public sealed record MemoryLifetimes(double? SemanticDays = null, double? EpisodicDays = null)
{
    public IEnumerable<(MemoryType Type, TimeSpan Lifetime)> Limited
    {
        get
        {
            if (SemanticDays is { } semantic)
                yield return (MemoryType.Semantic, TimeSpan.FromDays(semantic));
            if (EpisodicDays is { } episodic)
                yield return (MemoryType.Episodic, TimeSpan.FromDays(episodic));
        }
    }
}
