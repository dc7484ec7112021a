using System.Diagnostics;
using AgentMemory.Errors;
using AgentMemory.LongTermMemory;
using AgentMemory.Telemetry;
using AgentMemory.Tenancy;

namespace AgentMemory.Search;

/// <summary>Search as callers use it (spec 6.1).</summary>
public sealed class SearchService(
    IMemorySearchIndex index, QueryEmbedding embedding, QueryOptimizer optimizer, AccessTracker accesses, AnswerBudget budget,
    EngineOptions options, TimeProvider time)
{
    /// <summary>Hits ranked by recency before paging, per hit asked for (<see cref="MemorySearch.ServerSideRecency"/>).</summary>
    private const int RecencyPoolFactor = 5;

    private const int MinimumRecencyPool = 100;

    private readonly LexicalRanker _lexical = new(index);
    private readonly VectorRanker _vector = new(index);
    private readonly HybridRanker _hybrid = new(index);

    /// <exception cref="InvalidRequestException">Long-term memory is off, or the options contradict each other.</exception>
    /// <exception cref="AccessDeniedException">The filter names a namespace or user outside the scope.</exception>
    public async Task<SearchResults> SearchAsync(AccessScope scope, MemorySearch search, CancellationToken cancellationToken)
    {
        Demand(scope, search);
        var mode = search.Mode.ToString().ToLowerInvariant();
        using var activity = EngineTelemetry.Source.StartActivity($"search {mode}");
        var started = Stopwatch.GetTimestamp();

        var asked = search;
        if (search is { OptimizeQuery: true, Mode: SearchMode.Semantic, Text: { } text })
        {
            var payer = scope.Payer(search.Filter.Namespace?.OnlyValue, search.Filter.UserId?.OnlyValue);
            search = search with { Text = await optimizer.OptimizeAsync(payer, text, cancellationToken) };
        }

        var results = await FindAsync(scope, search, cancellationToken);
        if (results.Total == 0 && search.DistanceThreshold is not null && search.Text != asked.Text)
        {
            search = asked;
            results = await FindAsync(scope, search, cancellationToken);
        }
        if (results.Total == 0 && IsRelaxable(search) && SoftFilters.Relax(search) is { } relaxed)
            results = await FindAsync(scope, relaxed, cancellationToken);

        if (search.RecencyBoost)
            accesses.Record(results.Memories);
        var ranker = results.Memories is [{ ScoreType: { } scoreType }, ..] ? scoreType.ToString().ToLowerInvariant() : "none";
        activity?.SetTag("agent_memory.search.ranker", ranker);
        EngineTelemetry.SearchDuration.Record(
            Stopwatch.GetElapsedTime(started).TotalSeconds,
            new TagList { { "agent_memory.search.mode", mode }, { "agent_memory.search.ranker", ranker } });
        return results;
    }

    private void Demand(AccessScope scope, MemorySearch search)
    {
        options.DemandLongTermMemory();
        if (search.DistanceThreshold is not null && search.Mode != SearchMode.Semantic)
            throw new InvalidRequestException("distance_threshold is only supported for semantic search mode");
        if (search.Mode != SearchMode.Semantic)
            TextScorers.Demand(search.TextScorer);
        if (search is { MaxTokens: not null, Offset: > 0 })
            throw new InvalidRequestException("`max_tokens` asks for one whole answer: leave out `offset`");
        scope.DemandNamed(search.Filter.Namespace?.OnlyValue, search.Filter.UserId?.OnlyValue);
    }

    private bool IsRelaxable(MemorySearch search) =>
        options.SoftFilterFallback && search.Mode == SearchMode.Semantic && !string.IsNullOrWhiteSpace(search.Text);

    private Task<SearchResults> FindAsync(AccessScope scope, MemorySearch search, CancellationToken cancellationToken) =>
        string.IsNullOrWhiteSpace(search.Text)
            ? ListAsync(scope, search, cancellationToken)
            : RankAsync(scope, search, search.Text, cancellationToken);

    private async Task<SearchResults> ListAsync(AccessScope scope, MemorySearch search, CancellationToken cancellationToken)
    {
        if (IsRankedByRecency(search) || search.MaxTokens is not null)
        {
            var pool = await index.ListAsync(scope, search.Filter, 0, Depth(search), cancellationToken);
            return Page(search, new([.. pool.Records.Select(Listed)], pool.Total));
        }

        var page = await index.ListAsync(scope, search.Filter, search.Offset, search.Limit, cancellationToken);
        var end = (long)search.Offset + search.Limit;
        return new(
            Boosted(search, [.. page.Records.Select(Listed)]), page.Total,
            end < page.Total && end <= int.MaxValue ? (int)end : null);
    }

    private static MemoryHit Listed(MemoryRecord record) => new(record);

    private async Task<SearchResults> RankAsync(
        AccessScope scope, MemorySearch search, string text, CancellationToken cancellationToken)
    {
        var query = Read(search, text);
        var filter = search.Mode == SearchMode.Hybrid && query.Phrases.Count > 0
            ? search.Filter with { Phrases = [.. search.Filter.Phrases, .. query.Phrases] }
            : search.Filter;
        var ranking = search.Mode == SearchMode.Keyword
            ? null
            : await RankByVectorAsync(scope, search, filter, text, query, cancellationToken);
        ranking ??= (await _lexical.RankAsync(scope, filter, query, Depth(search), cancellationToken))
            .Within(search.DistanceThreshold);
        return Page(search, ranking);
    }

    /// <summary>Who searches for keywords gets texts with these words. Everyone else asks a question.</summary>
    private TextQuery Read(MemorySearch search, string text)
    {
        var query = search.Mode == SearchMode.Keyword
            ? TextQueryParser.Parse(text)
            : TextQueryParser.ParseQuestion(text, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));
        return query with { IsExact = search.Exact, Explains = search.Explain };
    }

    /// <returns><see langword="null"/> when there is no vector to search with, or none to find.</returns>
    private async Task<Ranking?> RankByVectorAsync(
        AccessScope scope, MemorySearch search, MemoryFilter filter, string text, TextQuery query, CancellationToken cancellationToken)
    {
        if (await embedding.TryAsync(text, search.DistanceThreshold, cancellationToken) is not { } vector)
            return null;
        if (search.Mode == SearchMode.Hybrid)
            return await _hybrid.RankAsync(scope, filter, query, vector, search.HybridAlpha, Depth(search), cancellationToken);

        var ranking = await _vector.RankAsync(scope, filter, vector, Depth(search), cancellationToken);
        return ranking is { Hits.Count: 0, Total: > 0 } ? null : ranking;
    }

    /// <summary>How many hits to rank: one more than the page needs, to know whether there is a next one.</summary>
    private static int Depth(MemorySearch search)
    {
        var needed = (long)search.Offset + search.Limit + 1;
        if (search.MaxTokens is not null)
            needed = Math.Max(needed, AnswerBudget.Depth(search.Limit));
        if (IsRankedByRecency(search))
            needed = Math.Max(MinimumRecencyPool, RecencyPoolFactor * needed);
        return (int)Math.Min(needed, int.MaxValue);
    }

    private static bool IsRankedByRecency(MemorySearch search) => search.RecencyBoost && search.ServerSideRecency;

    private SearchResults Page(MemorySearch search, Ranking ranking)
    {
        var hits = IsRankedByRecency(search) ? Boosted(search, ranking.Hits) : ranking.Hits;
        if (search.MaxTokens is { } tokens)
        {
            var answer = budget.Select(hits, tokens, search.Limit);
            return new(IsRankedByRecency(search) ? answer : Boosted(search, answer), ranking.Total, null);
        }

        var page = hits.Skip(search.Offset).Take(search.Limit).ToArray();
        var end = (long)search.Offset + search.Limit;
        return new(
            IsRankedByRecency(search) ? page : Boosted(search, page), ranking.Total, end < hits.Count ? (int)end : null);
    }

    private IReadOnlyList<MemoryHit> Boosted(MemorySearch search, IReadOnlyList<MemoryHit> hits) =>
        search.RecencyBoost ? RecencyFormula.Order(hits, time.GetUtcNow(), search.Recency) : hits;
}
