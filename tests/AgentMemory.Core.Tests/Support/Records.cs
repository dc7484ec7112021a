using AgentMemory.LongTermMemory;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Tests;

/// <summary>Records and messages with as little as a test needs to say.</summary>
internal static class Records
{
    public static DateTimeOffset Now { get; } = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    public static MemoryRecord Memory(
        string id, string text = "Something worth knowing", double ageDays = 0, double? inactiveDays = null) => new()
        {
            Id = id,
            Text = text,
            MemoryType = MemoryType.Semantic,
            CreatedAt = Now.AddDays(-ageDays),
            UpdatedAt = Now.AddDays(-ageDays),
            LastAccessed = Now.AddDays(-(inactiveDays ?? ageDays)),
        };

    public static MemoryMessage Message(string id, string content, string role = "user", int minute = 0) => new()
    {
        Id = id,
        Role = role,
        Content = content,
        CreatedAt = Now.AddMinutes(minute),
    };
}
