using AgentMemory.LongTermMemory;
using AgentMemory.Mcp.Schemas;
using AgentMemory.Wire.Requests;

namespace AgentMemory.Mcp.Tools;

/// <summary><c>PATCH /v1/long-term-memory/{memory_id}</c>; namespace and user are new values, not where to look.</summary>
internal sealed class EditLongTermMemoryTool(LongTermMemoryService memories) : MemoryTool(new(
    "edit_long_term_memory", "Change a memory",
    """
    Correct a memory, or bring it up to date: only what you send changes. Find its id by search_long_term_memory; edit rather
    than keep a second memory that contradicts it. Write the text as create_long_term_memories says.
    For what happened at a time: resolve "today" or "last week" by get_current_datetime, set event_date, and write the date into
    the text, too ("User was promoted on August 14, 2025."). Do not guess dates.
    """)
{
    Parameters =
    [
        ToolParameter.New("memory_id", "string", "The memory's exact id.").Required(),
        ToolParameter.Of("EditMemory", "text", "The new text."),
        ToolParameter.Of("EditMemory", "topics"),
        ToolParameter.Of("EditMemory", "entities"),
        ToolParameter.Of("EditMemory", "memory_type"),
        ToolParameter.Of("EditMemory", "namespace", "Moves it to this partition."),
        ToolParameter.Of("EditMemory", "user_id", "Makes it this user's."),
        ToolParameter.Of("EditMemory", "session_id"),
        ToolParameter.Of("EditMemory", "event_date", "When it happened, ISO 8601: 2025-08-14T00:00:00Z."),
        ToolParameter.New("pinned", "boolean", "Never forgotten automatically."),
    ],
    OutputSchema = ContractSchemas.Answer("MemoryRecord"),
    Effect = ToolEffect.Destroys,
})
{
    public override async Task<ToolAnswer> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var (id, edit) = call.Read(Parameters, static body => (body.RequiredId("memory_id"), EditReader.Read(body)));
        return ToolAnswer.Of(
            await memories.UpdateAsync(call.Scope, call.LookupOf(id), edit, WriteCondition.None, cancellationToken));
    }
}
