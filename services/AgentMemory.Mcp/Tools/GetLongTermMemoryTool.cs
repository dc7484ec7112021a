using AgentMemory.LongTermMemory;
using AgentMemory.Mcp.Schemas;

namespace AgentMemory.Mcp.Tools;

/// <summary><c>GET /v1/long-term-memory/{memory_id}</c>.</summary>
internal sealed class GetLongTermMemoryTool(LongTermMemoryService memories) : MemoryTool(new(
    "get_long_term_memory", "Read a memory", "One memory by its id, as a search returned it.")
{
    Parameters = [ToolParameter.New("memory_id", "string", "The memory's exact id.").Required()],
    OutputSchema = ContractSchemas.Answer("MemoryRecord"),
    Effect = ToolEffect.Reads,
})
{
    public override async Task<ToolAnswer> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var id = call.Read(Parameters, static body => body.RequiredId("memory_id"));
        return ToolAnswer.Of(await memories.GetAsync(call.Scope, call.LookupOf(id), cancellationToken));
    }
}
