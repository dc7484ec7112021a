using System.Text.Json.Nodes;
using AgentMemory.LongTermMemory;
using AgentMemory.Mcp.Schemas;
using AgentMemory.Wire.Answers;

namespace AgentMemory.Mcp.Tools;

/// <summary><c>DELETE /v1/long-term-memory</c>.</summary>
internal sealed class DeleteLongTermMemoriesTool(LongTermMemoryService memories) : MemoryTool(new(
    "delete_long_term_memories", "Delete memories",
    "Delete memories by their ids, all of them or none. It cannot be undone: only when the user asks for it, and to correct a "
    + "memory use edit_long_term_memory. Ids that do not exist are ignored; the status says how many were deleted.")
{
    Parameters =
    [
        new ToolParameter("memory_ids", new JsonObject
        {
            ["type"] = "array",
            ["description"] = "Their exact ids.",
            ["items"] = new JsonObject { ["type"] = "string" },
        }).Required(),
    ],
    OutputSchema = ContractSchemas.Answer("Status"),
    Effect = ToolEffect.Destroys,
})
{
    public override async Task<ToolAnswer> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var ids = call.Read(Parameters, static body => body.RequiredIds("memory_ids"));
        var deleted = await memories.DeleteAsync(
            call.Scope, [.. ids.Select(call.LookupOf)], WriteCondition.None, cancellationToken);
        return ToolAnswer.Of(new StatusAnswer($"ok, deleted {deleted} memories"));
    }
}
