using AgentMemory.Mcp.Callers;
using AgentMemory.Mcp.Prompts;
using AgentMemory.WorkingMemory;
using ModelContextProtocol.Protocol;

namespace AgentMemory.Mcp.Resources;

/// <summary>Completes session ids from the caller's newest sessions.</summary>
internal sealed class SessionCompletion(WorkingMemoryService sessions)
{
    /// <summary>As many as an answer of the protocol may hold, and a listing.</summary>
    private const int Newest = 100;

    private static readonly string SessionTemplate = ResourceUri.Template(ResourceUri.Sessions, "session_id");

    public async Task<CompleteResult> CompleteAsync(McpCaller caller, CompleteRequestParams request, CancellationToken cancellationToken)
    {
        var isSession = request.Argument.Name == "session_id"
            && request.Ref is PromptReference { Name: MemoryPromptPrompt.Name } or ResourceTemplateReference;
        if (!isSession || request.Ref is ResourceTemplateReference template && template.Uri != SessionTemplate)
            return new CompleteResult();
        var listing = new SessionListing(
            Given("namespace") ?? caller.Defaults.Namespace, Given("user_id") ?? caller.Defaults.UserId, Newest, 0);
        var page = await sessions.ListAsync(caller.Scope, listing, cancellationToken);
        var ids = page.Sessions.Select(key => key.SessionId)
            .Where(id => id.StartsWith(request.Argument.Value, StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal);
        return new CompleteResult { Completion = new Completion { Values = [.. ids], HasMore = page.Total > page.Sessions.Count } };

        string? Given(string name) =>
            request.Context?.Arguments?.TryGetValue(name, out var value) == true && value.Length > 0 ? value : null;
    }
}
