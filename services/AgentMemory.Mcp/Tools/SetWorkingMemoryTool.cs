using AgentMemory.Mcp.Schemas;
using AgentMemory.Tenancy;
using AgentMemory.Wire.Answers;
using AgentMemory.Wire.Requests;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Mcp.Tools;

/// <summary><c>PUT /v1/working-memory/{session_id}</c>. Sessions that models make vanish after an hour unless they say otherwise.</summary>
internal sealed class SetWorkingMemoryTool(WorkingMemoryService sessions) : MemoryTool(new(
    "set_working_memory", "Write working memory",
    """
    Replace what a session holds: messages, structured memories, a summary (context) and free JSON (data). What you leave out is
    gone afterwards, so read it first to keep it. Messages and memories become long-term memories in the background; write
    memories as create_long_term_memories says. session_id: the exact id of this conversation, never an invented one.
    """)
{
    Parameters =
    [
        ToolParameter.New("session_id", "string", "The session.").Required(),
        new ToolParameter("memories", RecordSchema.Listed("Structured memories, promoted to long-term memory.")),
        ToolParameter.Of("UpdateWorkingMemory", "messages", "The conversation, oldest first."),
        ToolParameter.Of("UpdateWorkingMemory", "context"),
        ToolParameter.Of("UpdateWorkingMemory", "data"),
        ToolParameter.Of("UpdateWorkingMemory", "namespace", "The partition it is in."),
        ToolParameter.Of("UpdateWorkingMemory", "user_id", "Whose it is; memories that name none are theirs, too."),
        ToolParameter.Of("UpdateWorkingMemory", "ttl_seconds", "Seconds until the session vanishes.").Default(DefaultTtlSeconds),
        ToolParameter.Of("UpdateWorkingMemory", "long_term_memory_strategy", Strategies),
    ],
    OutputSchema = ContractSchemas.Answer("WorkingMemory"),
    Effect = ToolEffect.Destroys,
})
{
    private const int DefaultTtlSeconds = 3600;

    private const string Strategies =
        "What messages become. discrete (default): discrete semantic, that is factual, and episodic memories; summary: summaries "
        + "of at most max_summary_length words; preferences: preferences, settings and other actionable traits; custom: what a "
        + "custom extraction prompt asks for (custom_prompt, a prompt template). Left out it is discrete again.";

    public override async Task<ToolAnswer> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var (sessionId, write) = call.Read(
            Parameters, static body => (body.RequiredId("session_id"), SessionWriteReader.Read(body, RecordReader.ReadLenient)));
        var owner = new Owner(write.Namespace ?? call.Defaults.Namespace, write.UserId ?? call.Defaults.UserId);
        var content = write.Content with
        {
            Key = new SessionKey(owner, sessionId),
            Memories = [.. write.Content.Memories.Select(memory => memory with { UserId = memory.UserId ?? owner.UserId })], // T54
            Ttl = write.Content.Ttl.IsChange ? write.Content.Ttl : TtlChange.To(DefaultTtlSeconds),
        };
        var stored = await sessions.PutAsync(call.Scope, content, default, WriteCondition.None, cancellationToken);
        return ToolAnswer.Of(new SessionAnswer(stored));
    }
}
