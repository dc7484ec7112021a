using AgentMemory.Errors;
using AgentMemory.Search;
using AgentMemory.Tenancy;
using static AgentMemory.Tests.Records;

namespace AgentMemory.Tests.Search;

public sealed class SearchServiceTests
{
    private static readonly MemorySearch Plain = new() { RecencyBoost = false };

    [Theory]
    [Trait("Spec", "2.7")]
    [InlineData(SearchMode.Keyword)]
    [InlineData(SearchMode.Hybrid)]
    public async Task A_distance_threshold_outside_semantic_mode_is_refused(SearchMode mode)
    {
        await using var engine = new Engine();

        var refusal = await Assert.ThrowsAsync<InvalidRequestException>(
            () => SearchAsync(engine, Plain with { Text = "x", Mode = mode, DistanceThreshold = .5 }));

        Assert.Equal("distance_threshold is only supported for semantic search mode", refusal.Message);
    }

    [Fact]
    [Trait("Trap", "T47")]
    public async Task An_unknown_text_scorer_is_refused_with_the_known_ones()
    {
        await using var engine = new Engine();

        var refusal = await Assert.ThrowsAsync<InvalidRequestException>(
            () => SearchAsync(engine, Plain with { Text = "x", Mode = SearchMode.Keyword, TextScorer = "FASTEST" }));

        Assert.Contains("BM25STD, BM25", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Spec", "6.2")]
    [InlineData(null)]
    [InlineData("  ")]
    public async Task A_blank_text_lists_without_scores_and_pages_without_gaps(string? text)
    {
        await using var engine = new Engine();
        await engine.CreateAsync([.. Enumerable.Range(0, 5).Select(i => Memory($"m{i}", $"Text {i}", ageDays: i))]);

        var first = await SearchAsync(engine, Plain with { Text = text, Limit = 3 });
        var second = await SearchAsync(engine, Plain with { Text = text, Limit = 3, Offset = first.NextOffset!.Value });

        Assert.Equal(["m0", "m1", "m2"], Ids(first));
        Assert.Equal(["m3", "m4"], Ids(second));
        Assert.Null(second.NextOffset);
        Assert.Equal(5, second.Total);
        Assert.All(first.Memories, hit => Assert.Equal((0.0, null, null), (hit.Dist, hit.Score, hit.ScoreType)));
    }

    [Fact]
    [Trait("Spec", "6.2")]
    public async Task Keyword_scores_are_shares_of_the_best_and_need_no_model()
    {
        var words = new WordEmbeddings();
        await using var engine = new Engine(embedding: words.AsModel());
        await CreateDrinksAsync(engine);
        var calls = words.Calls;

        var results = await SearchAsync(engine, Plain with { Text = "espresso coffee", Mode = SearchMode.Keyword });

        Assert.Equal(["espresso", "coffee"], Ids(results));
        Assert.Equal(1.0, results.Memories[0].Score);
        Assert.InRange(results.Memories[1].Score!.Value, 0.01, 0.99);
        Assert.All(results.Memories, hit => Assert.Equal(1 - hit.Score!.Value, hit.Dist));
        Assert.All(results.Memories, hit => Assert.Equal(SearchMode.Keyword, hit.ScoreType));
        Assert.Equal(calls, words.Calls);
    }

    [Fact]
    [Trait("Trap", "T14")]
    public async Task Totals_count_every_match_and_the_last_page_has_no_next_offset()
    {
        await using var engine = new Engine();
        await engine.CreateAsync([.. Enumerable.Range(0, 7).Select(i => Memory($"m{i}", $"Coffee number {i}"))]);
        var search = Plain with { Text = "coffee", Mode = SearchMode.Keyword, Limit = 3 };

        var pages = new List<SearchResults>();
        for (int? offset = 0; offset is not null; offset = pages[^1].NextOffset)
            pages.Add(await SearchAsync(engine, search with { Offset = offset.Value }));

        Assert.Equal([3, 3, 1], pages.Select(page => page.Memories.Count));
        Assert.All(pages, page => Assert.Equal(7, page.Total));
        Assert.Equal(7, pages.SelectMany(Ids).Distinct().Count());
    }

    [Fact]
    [Trait("Trap", "T47")]
    public async Task A_query_without_a_word_finds_nothing()
    {
        await using var engine = new Engine();
        await CreateDrinksAsync(engine);

        Assert.Equal(0, (await SearchAsync(engine, Plain with { Text = "?!", Mode = SearchMode.Keyword })).Total);
    }

    [Fact]
    public async Task Without_a_model_semantic_search_is_answered_by_words_and_says_so()
    {
        await using var engine = new Engine();
        await CreateDrinksAsync(engine);

        var results = await SearchAsync(engine, Plain with { Text = "coffee" });

        Assert.Equal(["coffee", "espresso"], Ids(results));
        Assert.Equal(SearchMode.Keyword, results.Memories[0].ScoreType);
    }

    [Fact]
    [Trait("Spec", "6.2")]
    public async Task Keywords_are_found_as_they_are_and_questions_by_words_of_like_meaning_too()
    {
        await using var engine = new Engine();
        await CreateDrinksAsync(engine);

        Assert.Equal(["car"], Ids(await SearchAsync(engine, Plain with { Text = "Which vehicle does she own?" })));
        Assert.Empty((await SearchAsync(engine, Plain with { Text = "vehicle", Mode = SearchMode.Keyword })).Memories);
    }

    [Fact]
    public async Task An_explanation_adds_up_and_is_absent_unless_asked_for()
    {
        await using var engine = new Engine();
        await CreateDrinksAsync(engine);

        var plain = await SearchAsync(engine, Plain with { Text = "green coffee" });
        var explained = await SearchAsync(engine, Plain with { Text = "green coffee", Explain = true });

        Assert.All(plain.Memories, hit => Assert.Null(hit.Explanation));
        Assert.Equal(Ids(plain), Ids(explained));
        Assert.All(explained.Memories, hit =>
        {
            var sum = hit.Explanation!.Words.Sum(word => word.Share);
            var product = hit.Explanation.Factors.Aggregate(sum, (score, factor) => score * factor.Value);
            Assert.Equal(product, hit.Explanation.Relevance, 4);
            Assert.Equal(hit.Score!.Value, hit.Explanation.Relevance / explained.Memories[0].Explanation!.Relevance, 4);
        });
    }

    [Fact]
    public async Task An_answer_within_a_budget_is_whole_and_fits()
    {
        await using var engine = new Engine();
        await engine.CreateAsync(
            Memory("long", "River " + new string('x', 400)), Memory("first", "The river is wide and cold"),
            Memory("again", "the river is wide, and cold!"), Memory("other", "A stone by the river"));
        var search = Plain with { Text = "river cold", MaxTokens = 25 };

        var found = await SearchAsync(engine, search);

        Assert.Equal(["first", "other"], Ids(found));
        Assert.Equal(["again"], found.Memories[0].FoldedIds);
        Assert.Null(found.NextOffset);
        var refusal = await Assert.ThrowsAsync<InvalidRequestException>(() => SearchAsync(engine, search with { Offset = 1 }));
        Assert.Contains("offset", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_model_a_distance_threshold_holds_for_the_distance_returned()
    {
        await using var engine = new Engine();
        await CreateDrinksAsync(engine);

        var results = await SearchAsync(engine, Plain with { Text = "espresso coffee", DistanceThreshold = 0 });

        Assert.Equal(["espresso"], Ids(results));
        Assert.Equal(1, results.Total);
    }

    [Fact]
    [Trait("Spec", "6.2")]
    public async Task Semantic_search_ranks_by_cosine_distance()
    {
        await using var engine = new Engine(embedding: new WordEmbeddings().AsModel());
        await CreateDrinksAsync(engine);

        var results = await SearchAsync(engine, Plain with { Text = "automobile" });

        Assert.Equal("car", results.Memories[0].Id);
        Assert.Equal(0, results.Memories[0].Dist, 3);
        Assert.Equal(SearchMode.Semantic, results.Memories[0].ScoreType);
        Assert.Equal(4, results.Total);
        Assert.Equal(["car"], Ids(await SearchAsync(engine, Plain with { Text = "automobile", DistanceThreshold = .1 })));
    }

    [Fact]
    public async Task While_the_provider_is_down_search_goes_on_by_words()
    {
        var words = new WordEmbeddings();
        await using var engine = new Engine(embedding: words.AsModel());
        await CreateDrinksAsync(engine);
        words.Down = true;

        Assert.Equal(SearchMode.Keyword, (await SearchAsync(engine, Plain with { Text = "tea" })).Memories.Single().ScoreType);
        Assert.Equal(
            SearchMode.Keyword,
            (await SearchAsync(engine, Plain with { Text = "tea", Mode = SearchMode.Hybrid })).Memories.Single().ScoreType);
    }

    [Fact]
    public async Task Records_not_embedded_yet_are_found_by_words()
    {
        await using var engine = new Engine(embedding: new WordEmbeddings().AsModel());
        await engine.CreateAsync(Memory("m", "Likes coffee"));

        Assert.Equal(["m"], Ids(await SearchAsync(engine, Plain with { Text = "coffee" })));
    }

    [Fact]
    [Trait("Trap", "T15")]
    public async Task Hybrid_search_sees_lexical_matches_far_from_the_query_vector()
    {
        await using var engine = new Engine(embedding: new WordEmbeddings().AsModel());
        await engine.CreateAsync([.. Enumerable.Range(0, 60).Select(i => Memory($"near{i}", $"coffee {i}"))]);
        await engine.CreateAsync(Memory("literal", "dog zanzibar"));
        await engine.RunDueTasksAsync();

        var results = await SearchAsync(engine, Plain with { Text = "coffee zanzibar", Mode = SearchMode.Hybrid, HybridAlpha = .2, Limit = 1 });

        Assert.Equal(["literal"], Ids(results));
        Assert.Equal((1.0, 0.0, SearchMode.Hybrid), (results.Memories[0].Score, results.Memories[0].Dist, results.Memories[0].ScoreType));
    }

    [Fact]
    [Trait("Spec", "6.2")]
    public async Task Hybrid_search_requires_quoted_phrases()
    {
        await using var engine = new Engine(embedding: new WordEmbeddings().AsModel());
        await CreateDrinksAsync(engine);

        var results = await SearchAsync(engine, Plain with { Text = "coffee \"green tea\"", Mode = SearchMode.Hybrid });

        Assert.Equal(["tea"], Ids(results));
    }

    [Fact]
    [Trait("Spec", "6.4")]
    public async Task The_recency_boost_reorders_the_page_and_changes_no_distance()
    {
        await using var engine = new Engine();
        await engine.CreateAsync(Memory("old", "coffee coffee tea", ageDays: 400), Memory("new", "coffee tea and more tea"));
        var search = Plain with { Text = "coffee", Mode = SearchMode.Keyword };

        var plain = await SearchAsync(engine, search);
        var boosted = await SearchAsync(engine, search with { RecencyBoost = true, Recency = new() { Semantic = 0.1, Recency = 0.9 } });

        Assert.Equal(["old", "new"], Ids(plain));
        Assert.Equal(["new", "old"], Ids(boosted));
        Assert.Equal(plain.Memories[0].Dist, boosted.Memories[1].Dist);
    }

    [Fact]
    [Trait("Trap", "T16")]
    public async Task Server_side_recency_ranks_a_larger_pool_before_paging()
    {
        await using var engine = new Engine();
        await engine.CreateAsync([.. Enumerable.Range(0, 10).Select(i => Memory($"m{i}", $"Text {i}", ageDays: i, inactiveDays: 90 - i))]);
        var recency = new RecencyWeights { Freshness = 1, Novelty = 0 };

        var results = await SearchAsync(engine, new() { ServerSideRecency = true, Limit = 2, Recency = recency });

        Assert.Equal(["m9", "m8"], Ids(results));
        Assert.Equal(2, results.NextOffset);
    }

    [Fact]
    [Trait("Spec", "6.5")]
    public async Task An_empty_semantic_search_is_repeated_without_soft_filters()
    {
        await using var engine = new Engine();
        await CreateDrinksAsync(engine);
        var search = Plain with { Text = "coffee", Filter = new() { Topics = TagFilter.Equal("nonsense") } };

        Assert.Equal(["coffee", "espresso"], Ids(await SearchAsync(engine, search)));
        Assert.Empty((await SearchAsync(engine, search with { Mode = SearchMode.Keyword })).Memories);
        Assert.Empty((await SearchAsync(engine, search with { Text = " " })).Memories);
    }

    [Fact]
    [Trait("Trap", "T9")]
    public async Task The_namespace_is_never_dropped()
    {
        await using var engine = new Engine();
        await CreateDrinksAsync(engine);
        var filter = new MemoryFilter { Namespace = TagFilter.Equal("empty"), Topics = TagFilter.Equal("nonsense") };

        Assert.Equal(0, (await SearchAsync(engine, Plain with { Text = "coffee", Filter = filter })).Total);
    }

    [Fact]
    [Trait("Trap", "T9")]
    public async Task An_exclusion_is_never_dropped()
    {
        await using var engine = new Engine();
        await engine.CreateAsync(Memory("coffee", "Drinks coffee every morning") with { Topics = ["drinks"] });
        var none = new MemoryFilter { Topics = TagFilter.NotEqual("drinks") };

        Assert.Empty((await SearchAsync(engine, Plain with { Text = "coffee", Filter = none })).Memories);
        Assert.Empty((await SearchAsync(
            engine, Plain with { Text = "coffee", Filter = none with { Entities = TagFilter.Equal("nonsense") } })).Memories);
    }

    [Fact]
    [Trait("Trap", "T9")]
    public async Task The_fallback_can_be_switched_off()
    {
        await using var engine = new Engine(new() { SoftFilterFallback = false });
        await CreateDrinksAsync(engine);

        Assert.Empty((await SearchAsync(engine, Plain with { Text = "coffee", Filter = new() { Topics = TagFilter.Equal("x") } })).Memories);
    }

    [Fact]
    public async Task A_filter_that_names_somebody_elses_user_is_refused()
    {
        await using var engine = new Engine();

        await Assert.ThrowsAsync<AccessDeniedException>(() => engine.Search.SearchAsync(
            AccessScope.Bound(null, ["alice"]), Plain with { Filter = new() { UserId = TagFilter.Equal("bob") } }, CancellationToken.None));
    }

    private static async Task CreateDrinksAsync(Engine engine)
    {
        await engine.CreateAsync(
            Memory("coffee", "Drinks coffee every morning"), Memory("espresso", "Prefers espresso, espresso"),
            Memory("tea", "Had green tea once"), Memory("car", "Drives a car"));
        await engine.RunDueTasksAsync();
    }

    private static IEnumerable<string> Ids(SearchResults results) => results.Memories.Select(hit => hit.Id);

    private static Task<SearchResults> SearchAsync(Engine engine, MemorySearch search) =>
        engine.Search.SearchAsync(Engine.Everything, search, CancellationToken.None);
}
