using AgentMemory.Mcp.Schemas;
using AgentMemory.Wire.Answers;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Mcp.Tools;

/// <summary><c>GET /v1/working-memory/{session_id}</c>, to which a session that is not there is an empty one.</summary>
internal sealed class GetWorkingMemoryTool(WorkingMemoryService sessions, TimeProvider time) : MemoryTool(new(
    "get_working_memory", "Read working memory",
    "What a session holds: messages, structured memories, summary and data. A session that does not exist yet is empty.")
{
    Parameters =
    [
        ToolParameter.New("session_id", "string", "The session's exact id.").Required(),
        ToolParameter.New("user_id", "string", "Whose it is."),
        ToolParameter.New("namespace", "string", "The partition it is in."),
        ToolParameter.New("recent_messages_limit", "integer", "Only the newest so many messages, oldest first."),
    ],
    OutputSchema = ContractSchemas.Answer("WorkingMemory"),
    Effect = ToolEffect.Reads,
})
{
    public override async Task<ToolAnswer> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var (lookup, limit) = call.Read(Parameters, body => (
            new SessionLookup(
                body.RequiredId("session_id"), body.Id("namespace") ?? call.Defaults.Namespace,
                body.Id("user_id") ?? call.Defaults.UserId),
            body.Integer("recent_messages_limit")));
        var reading = await sessions.FindAsync(call.Scope, lookup, default, limit, cancellationToken);
        return ToolAnswer.Of(new SessionAnswer(reading ?? Empty(lookup)));
    }

    private SessionReading Empty(SessionLookup lookup)
    {
        var now = time.UtcNowMicroseconds();
        var session = new Session { Key = lookup.ExactKey, LastAccessed = now, CreatedAt = now, UpdatedAt = now };
        return new SessionReading(session, session.Messages, default);
    }
}
