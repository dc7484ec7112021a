using AgentMemory.Search;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Prompts;

/// <summary>Builds the messages that give a model its memory (spec 2.13).</summary>
public sealed class MemoryPromptService
{
    /// <exception cref="Errors.InvalidRequestException">Neither session nor search is given, or the search is refused.</exception>
    public Task<MemoryPrompt> BuildAsync(AccessScope scope, MemoryPromptRequest request, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
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
}

/// <param name="LongTermMemories"><see langword="null"/> when there was no search or nothing was found.</param>
public sealed record MemoryPrompt(IReadOnlyList<PromptMessage> Messages, IReadOnlyList<MemoryHit>? LongTermMemories);

public sealed record PromptMessage(string Role, string Text);
