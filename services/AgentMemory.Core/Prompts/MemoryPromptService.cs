using AgentMemory.Errors;
using AgentMemory.Search;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Prompts;

/// <summary>Builds the messages that give a model its memory (spec 2.13).</summary>
public sealed class MemoryPromptService(WorkingMemoryService sessions, SearchService search, EngineOptions options)
{
    private const int DefaultSearchLimit = 20;

    /// <exception cref="InvalidRequestException">Neither session nor search is given, or the search is refused.</exception>
    public async Task<MemoryPrompt> BuildAsync(
        AccessScope scope, MemoryPromptRequest request, CancellationToken cancellationToken)
    {
        var memorySearch = SearchOf(request);
        if (request.Session is null && memorySearch is null)
            throw new InvalidRequestException("Either session or long_term_search must be provided");

        var messages = new List<PromptMessage>();
        if (request.Session is { } lookup)
            await AddSessionAsync(messages, scope, lookup, request.Window, cancellationToken);

        SearchResults? found = null;
        if (memorySearch is not null)
        {
            found = await search.SearchAsync(scope, memorySearch, cancellationToken);
            messages.Add(new(options.MemoryPromptRole, Recalled(found.Memories)));
        }

        messages.Add(new("user", request.Query));
        return new(messages, found is { Total: > 0 } ? found.Memories : null);
    }

    /// <summary>A missing session adds nothing: the first turn of a conversation has none.</summary>
    private async Task AddSessionAsync(
        List<PromptMessage> messages, AccessScope scope, SessionLookup lookup, ContextWindow window,
        CancellationToken cancellationToken)
    {
        if (await sessions.FindAsync(scope, lookup, window, recentMessagesLimit: null, cancellationToken) is not { } reading)
            return;
        if (!string.IsNullOrEmpty(reading.Session.Context))
            messages.Add(new("system", $"{PromptHeadings.Summary}\n{reading.Session.Context}"));
        messages.AddRange(reading.Messages.Select(
            message => new PromptMessage(message.Role == "user" ? "user" : "assistant", message.Content)));
    }

    private static MemorySearch? SearchOf(MemoryPromptRequest request)
    {
        var search = request.Search;
        if (search is null && request.DefaultSearch)
        {
            search = new MemorySearch
            {
                Limit = DefaultSearchLimit,
                Filter = new() { SessionId = request.Session is { } session ? TagFilter.NotEqual(session.SessionId) : null },
            };
        }

        if (search is null)
            return null;
        var filter = search.Filter;
        if (filter.UserId is null && request.Session is { UserId: { Length: > 0 } userId })
            filter = filter with { UserId = TagFilter.Equal(userId) };
        return search with
        {
            Text = request.Query,
            Filter = filter,
            OptimizeQuery = request.OptimizeQuery,
            MaxTokens = search.MaxTokens ?? request.MaxTokens,
        };
    }

    private static string Recalled(IReadOnlyList<MemoryHit> memories) => memories.Count == 0
        ? $"{PromptHeadings.Memories}\nNo relevant long-term memories were found."
        : string.Join('\n', memories.Select(AnswerBudget.Line).Prepend(PromptHeadings.Memories));
}

public sealed record MemoryPromptRequest
{
    public required string Query { get; init; }
    public SessionLookup? Session { get; init; }
    public ContextWindow Window { get; init; }

    /// <summary>The search to run; its text is replaced by <see cref="Query"/>.</summary>
    public MemorySearch? Search { get; init; }

    /// <summary><c>long_term_search: true</c>: the default search of spec 2.13.</summary>
    public bool DefaultSearch { get; init; }

    public bool OptimizeQuery { get; init; }

    /// <summary>See <see cref="MemorySearch.MaxTokens"/>, where the search itself names none.</summary>
    public int? MaxTokens { get; init; }
}

/// <param name="LongTermMemories"><see langword="null"/> when there was no search or nothing was found.</param>
public sealed record MemoryPrompt(IReadOnlyList<PromptMessage> Messages, IReadOnlyList<MemoryHit>? LongTermMemories);

public sealed record PromptMessage(string Role, string Text);
