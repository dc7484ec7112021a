using System.Text.Json;
using AgentMemory.Wire.Answers;

namespace AgentMemory.Mcp.Tools;

/// <summary>What time it is, for models that must turn "yesterday" into a date.</summary>
internal sealed class GetCurrentDatetimeTool(TimeProvider time) : MemoryTool(new(
    "get_current_datetime", "Current date and time",
    """
    The current time in UTC. Call it before you write a memory that says "today", "yesterday" or "next week": put the date it
    means into the text, and into event_date.
    """)
{
    OutputSchema = JsonElement.Parse("""
        {
          "type": "object",
          "properties": {
            "iso_utc": {"type": "string", "format": "date-time"},
            "unix_ts": {"type": "integer", "description": "Unix seconds."}
          },
          "required": ["iso_utc", "unix_ts"]
        }
        """u8),
    Effect = ToolEffect.Reads,
})
{
    public override Task<ToolAnswer> CallAsync(ToolCall call, CancellationToken cancellationToken) =>
        Task.FromResult(ToolAnswer.Of(CurrentTimeAnswer.Of(time.GetUtcNow())));
}
