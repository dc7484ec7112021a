using System.Text.Json.Nodes;
using AgentMemory.Errors;
using AgentMemory.Mcp.Callers;
using AgentMemory.Mcp.Schemas;
using AgentMemory.Prompts;
using AgentMemory.Search;
using AgentMemory.Wire.Answers;
using AgentMemory.Wire.Requests;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Mcp.Tools;

/// <summary><c>POST /v1/memory/prompt</c> with one flat list of arguments.</summary>
internal sealed class MemoryPromptTool(MemoryPromptService prompts) : MemoryTool(new(
    "memory_prompt", "Prompt with memory",
    """
    Messages that give a model its memory for one question: the session's summary and messages, what long-term memory knows
    about the question, and the question. Filters are those of search_long_term_memory and concern long-term memory; session_id
    {"eq": "..."} names the session to include and does not narrow the search. Never invent session ids.
    """)
{
    Parameters =
    [
        ToolParameter.New("query", "string", "The user's question.").Required(),
        SearchParameters.Session("The session to include, {\"eq\": \"its exact id\"}."),
        ToolParameter.New("model_name", "string", "The model that will be prompted; sets how much of the session fits."),
        ToolParameter.New("context_window_max", "integer", "Tokens the session may take; beats model_name."),
        .. SearchParameters.FiltersInShort,
        SearchParameters.Mode,
        .. SearchParameters.Paging,
        .. SearchParameters.Recency,
        ToolParameter.New("include_long_term_search", "boolean", "Whether to search long-term memory.").Default(JsonValue.Create(true)),
    ],
    OutputSchema = ContractSchemas.Answer("Prompt"),
    Effect = ToolEffect.Reads,
})
{
    public override async Task<ToolAnswer> CallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var request = call.Read(Parameters, body => Read(body, call.Defaults));
        if (request is { Session: null, Search: null })
            throw new InvalidRequestException("Either session_id or include_long_term_search=true must be provided");
        return ToolAnswer.Of(PromptAnswer.Of(await prompts.BuildAsync(call.Scope, request, cancellationToken)));
    }

    private static MemoryPromptRequest Read(WireObject body, CallDefaults defaults)
    {
        // Without a search, arguments that only a search has are not looked at.
        var search = body.Boolean("include_long_term_search") ?? true ? SearchReader.Read(body) : null;
        var filter = (search?.Filter ?? SessionFilters(body)).WithDefaults(defaults.Namespace, defaults.UserId);
        return new MemoryPromptRequest
        {
            Query = body.RequiredText("query"),
            Session = Id(body, "session_id", filter.SessionId) is { } id
                ? new SessionLookup(id, Id(body, "namespace", filter.Namespace), Id(body, "user_id", filter.UserId))
                : null,
            Window = new ContextWindow(body.Text("model_name"), body.Integer("context_window_max")),
            Search = search is null ? null : search with { Filter = filter with { SessionId = null } },
            OptimizeQuery = search is not null && (body.Boolean("optimize_query") ?? false),
        };
    }

    private static MemoryFilter SessionFilters(WireObject body) => new()
    {
        SessionId = body.Object("session_id", TagFilterReader.Read),
        Namespace = body.Object("namespace", TagFilterReader.Read),
        UserId = body.Object("user_id", TagFilterReader.Read),
    };

    /// <summary>The one value a filter names; the session's, not only a condition of the search.</summary>
    private static string? Id(WireObject body, string name, TagFilter? filter)
    {
        if (filter?.OnlyValue is not { Length: > 0 } id)
            return null;
        body.Reading.Enter(name);
        Identifier.Check(id, Reading.AsJson(id), body.Reading);
        body.Reading.Leave();
        return id;
    }
}
