using AgentMemory.Tenancy;

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

    /// <summary>The record after the edit; everything the edit does not name stays (spec 10.11).</summary>
    /// <param name="owner">Where the record belongs after it.</param>
    public MemoryRecord ApplyTo(MemoryRecord stored, Owner owner, DateTimeOffset now) => stored with
    {
        Text = Text ?? stored.Text,
        Topics = Topics ?? stored.Topics,
        Entities = Entities ?? stored.Entities,
        MemoryType = MemoryType ?? stored.MemoryType,
        Namespace = owner.Namespace,
        UserId = owner.UserId,
        SessionId = SessionId ?? stored.SessionId,
        EventDate = EventDate ?? stored.EventDate,
        Pinned = Pinned ?? stored.Pinned,
        // Another text was not said there, and what somebody took out of it must not find it.
        Context = Text is null || Text == stored.Text ? stored.Context : null,
        UpdatedAt = now,
    };
}
