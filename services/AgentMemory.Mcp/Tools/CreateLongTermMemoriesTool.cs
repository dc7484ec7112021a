using AgentMemory.LongTermMemory;
using AgentMemory.Mcp.Schemas;
using AgentMemory.Wire.Answers;
using AgentMemory.Wire.Requests;

namespace AgentMemory.Mcp.Tools;

/// <summary><c>POST /v1/long-term-memory/</c> for models, which make no ids.</summary>
internal sealed class CreateLongTermMemoriesTool(LongTermMemoryService memories) : MemoryTool(new(
    "create_long_term_memories", "Remember",
    """
    Keep facts and events for later conversations. One self-contained statement per memory; what is known already is kept once.

    CONTEXTUAL GROUNDING: whoever reads a memory has not seen this conversation. Use all of it to write what is meant:
    - PRONOUNS: names instead of he, she, they, it; the person you talk to is "User". "He likes tea" -> "User likes tea".
    - TEMPORAL REFERENCES: dates instead of yesterday, last week. "moved last week" -> "moved in the week of March 4, 2024".
      get_current_datetime tells today's.
    - SPATIAL REFERENCES: places instead of here, there. "works there" -> "works in the Oslo office".
    - DEFINITE REFERENCES: which one. "the bug" -> "the login timeout bug".
    MANDATORY: no memory with a pronoun, time or place left unresolved. If you cannot resolve it, ask, or leave it out.

    memory_type:
    - semantic: what stays true: preferences, skills, facts. "User prefers dark mode."
    - episodic: what happened or will, at a time. Set event_date, and say the date in the text.
      "User visited Paris on May 3, 2024.", event_date 2024-05-03T00:00:00Z.

    session_id: the exact id of this conversation, or leave it out. Never invent session ids.
    """)
{
    Parameters = [new ToolParameter("memories", RecordSchema.Listed("The memories to keep.")).Required()],
    OutputSchema = ContractSchemas.Answer("Status"),
    Effect = ToolEffect.Adds,
})
{
    public override async Task<ToolAnswer> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var request = call.Read(Parameters, static body => CreateReader.Read(body, RecordReader.ReadLenient));
        await memories.CreateAsync(
            call.Scope, request.Records, deduplicate: true, call.Defaults.Namespace, call.Defaults.UserId, cancellationToken);
        return ToolAnswer.Of(new StatusAnswer("ok"));
    }
}
