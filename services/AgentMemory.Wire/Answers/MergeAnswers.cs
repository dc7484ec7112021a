using AgentMemory.LongTermMemory;

namespace AgentMemory.Wire.Answers;

/// <summary>Several memories that became one.</summary>
/// <param name="Survivor">As it was written; it may have been edited since.</param>
/// <param name="Originals">As they were before, the survivor's own among them.</param>
/// <param name="Model">What wrote the survivor's text, if a model did.</param>
public sealed record MergeAnswer(
    string Id, MergeReason Reason, MemoryRecord Survivor, IReadOnlyList<MemoryRecord> Originals, string? Model, DateTimeOffset At,
    DateTimeOffset? UndoneAt)
{
    public static MergeAnswer Of(MemoryMerge merge) =>
        new(merge.Id, merge.Reason, merge.Survivor, merge.Originals, merge.Model, merge.At, merge.UndoneAt);
}

public sealed record MergesAnswer(IEnumerable<MergeAnswer> Merges);

/// <param name="Memories">As they were before the merge, the survivor's own first.</param>
public sealed record UndoneMergeAnswer(IReadOnlyList<MemoryRecord> Memories);
