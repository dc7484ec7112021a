using AgentMemory.LongTermMemory;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Extraction;

/// <summary>A message record read as the message it is: <c>role: content</c>, where it begins with a role.</summary>
internal static class RecordMessage
{
    private const int LongestName = 40;

    private static readonly string[] Roles =
        ["user", "human", "assistant", "ai", "bot", "model", "system", "developer", "tool", "function"];

    public static MemoryMessage Of(MemoryRecord record)
    {
        var (role, content) = Split(record);
        return new MemoryMessage { Id = record.Id, Role = role, Content = content, CreatedAt = record.CreatedAt };
    }

    /// <summary>In records of messages as they were said, any single word is a role; elsewhere "Note: …" is no participant
    /// called Note.</summary>
    private static (string Role, string Content) Split(MemoryRecord record)
    {
        var colon = record.Text.IndexOf(": ", StringComparison.Ordinal);
        if (colon is > 0 and <= LongestName)
        {
            var name = record.Text[..colon];
            var isRole = Roles.Contains(name, StringComparer.OrdinalIgnoreCase)
                || (record.ExtractionStrategy == StrategyNames.Message && !name.Any(char.IsWhiteSpace));
            if (isRole)
                return (name, record.Text[(colon + 2)..]);
        }

        return ("user", record.Text);
    }
}
