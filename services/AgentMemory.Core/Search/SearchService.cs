using AgentMemory.Tenancy;

namespace AgentMemory.Search;

/// <summary>Search as callers use it (spec 6.1).</summary>
public sealed class SearchService
{
    /// <exception cref="Errors.InvalidRequestException">Long-term memory is off, or the options contradict each other.</exception>
    public Task<SearchResults> SearchAsync(AccessScope scope, MemorySearch search, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
}
