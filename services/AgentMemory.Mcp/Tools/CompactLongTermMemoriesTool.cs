using AgentMemory.LongTermMemory;
using AgentMemory.Mcp.Schemas;
using AgentMemory.Wire.Answers;

namespace AgentMemory.Mcp.Tools;

/// <summary><c>POST /v1/long-term-memory/compact</c>.</summary>
internal sealed class CompactLongTermMemoriesTool(LongTermMemoryService memories) : MemoryTool(new(
    "compact_long_term_memories", "Merge duplicate memories",
    "Merge memories that say the same. The server does so by itself from time to time; call it when searches return duplicates.")
{
    Parameters =
    [
        ToolParameter.New("namespace", "string", "Only in this namespace."),
        ToolParameter.New("user_id", "string", "Only of this user."),
        ToolParameter.New("session_id", "string", "Only of this session."),
    ],
    OutputSchema = ContractSchemas.Answer("Status"),
    Effect = ToolEffect.Adds,
})
{
    public override async Task<ToolAnswer> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var (@namespace, userId, sessionId) = call.Read(
            Parameters, static body => (body.Id("namespace"), body.Id("user_id"), body.Id("session_id")));
        var remaining = await memories.CompactAsync(
            call.Scope, @namespace ?? call.Defaults.Namespace, userId ?? call.Defaults.UserId, sessionId, cancellationToken);
        return ToolAnswer.Of(new StatusAnswer($"ok, {remaining} memories remaining after compaction"));
    }
}
