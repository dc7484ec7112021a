using System.Text.Json;
using AgentMemory.Prompts;
using AgentMemory.Search;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Wire.Requests;

/// <summary>Reads a MemoryPromptRequest (spec 2.13).</summary>
public static class PromptReader
{
    public static MemoryPromptRequest Read(WireObject body)
    {
        var session = body.Object("session", ReadSession);
        var (search, byDefault) = ReadSearch(body);
        return new MemoryPromptRequest
        {
            Query = body.RequiredText("query"),
            Session = session?.Lookup,
            Window = session?.Window ?? default,
            Search = search,
            DefaultSearch = byDefault,
            MaxTokens = body.Integer("max_tokens", 1, int.MaxValue),
        };
    }

    private sealed record PromptSession(SessionLookup Lookup, ContextWindow Window);

    private static PromptSession ReadSession(WireObject session)
    {
        if (!session.TryGet("session_id", out _))
            session.Reading.Missing("session_id", session.Element);
        return new PromptSession(
            new SessionLookup(session.Id("session_id") ?? "", session.Id("namespace"), session.Id("user_id")),
            new ContextWindow(session.Text("model_name"), session.Integer("context_window_max")));
    }

    /// <summary>Either a SearchRequest, or a boolean that asks for the default one.</summary>
    private static (MemorySearch? Search, bool ByDefault) ReadSearch(WireObject body) =>
        body.TryGet("long_term_search", out var value) && value.ValueKind == JsonValueKind.Object
            ? (body.Object("long_term_search", SearchReader.Read), false)
            : (null, body.Boolean("long_term_search") ?? false);
}
