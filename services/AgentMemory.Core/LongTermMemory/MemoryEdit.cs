namespace AgentMemory.LongTermMemory;

/// <summary>A change of a record; <see langword="null"/> leaves a member as it is (spec 4.7).</summary>
public sealed record MemoryEdit
{
    public string? Text { get; init; }
    public IReadOnlyList<string>? Topics { get; init; }
    public IReadOnlyList<string>? Entities { get; init; }
    public MemoryType? MemoryType { get; init; }
    public string? Namespace { get; init; }
    public string? UserId { get; init; }
    public string? SessionId { get; init; }
    public DateTimeOffset? EventDate { get; init; }
    public bool? Pinned { get; init; }

    public bool IsEmpty => this == new MemoryEdit();
}
