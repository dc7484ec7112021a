using AgentMemory.LanguageModels;
using AgentMemory.ModelServers;
using AgentMemory.Search;
using AgentMemory.Tenancy;
using AgentMemory.Usage;
using static AgentMemory.Tests.Records;

namespace AgentMemory.Tests.Search;

[Trait("Spec", "6.6")]
public sealed class QueryOptimizationTests : IAsyncLifetime
{
    private ModelServer _server = null!;
    private Engine _engine = null!;

    public async Task InitializeAsync()
    {
        _server = await ModelServer.StartAsync();
        _server.Answer = _ => " automobile ";
        _engine = LanguageModelServices.StartEngine(_server);
        await _engine.CreateAsync(
            Memory("car", "The automobile is red") with { Namespace = "shop" },
            Memory("dog", "The puppy is brown") with { Namespace = "shop" });
    }

    public async Task DisposeAsync()
    {
        await _engine.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_query_is_rewritten_by_the_fast_model_and_paid_by_its_namespace()
    {
        var results = await SearchAsync(Optimized("what do I drive?"));

        Assert.Equal("car", Assert.Single(results.Memories).Id);
        Assert.Equal("what do I drive?", Assert.Single(_server.Requests).User);
        var usage = await _engine.Get<IUsageStore>().ReadAsync(
            AccessScope.Everything, "shop", new(2026, 5, 1), new(2026, 5, 1), CancellationToken.None);
        Assert.Equal(ModelOperations.QueryOptimization, Assert.Single(usage).Operation);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("shop")]
    public async Task A_bound_caller_pays_within_its_binding_whatever_it_names(string? @namespace)
    {
        var scope = AccessScope.Bound(["shop", "stock"], ["ann"]);
        var filter = new MemoryFilter { Namespace = @namespace is null ? null : TagFilter.Equal(@namespace) };

        await _engine.Search.SearchAsync(scope, Optimized("what do I drive?") with { Filter = filter }, CancellationToken.None);

        var usage = await _engine.Get<IUsageStore>().ReadAsync(scope, null, new(2026, 5, 1), new(2026, 5, 1), CancellationToken.None);
        Assert.Equal("shop", Assert.Single(usage).Namespace);
    }

    public static TheoryData<ModelBehaviour> Failures =>
    [
        ModelBehaviour.Refuse(401), ModelBehaviour.Refuse(404), ModelBehaviour.Refuse(429, TimeSpan.FromMinutes(1)),
        ModelBehaviour.Refuse(500), ModelBehaviour.Refuse(400), ModelBehaviour.Empty, ModelBehaviour.NotTheProtocol,
        ModelBehaviour.Filtered, ModelBehaviour.CutOff, ModelBehaviour.Hang,
    ];

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    [Trait("Spec", "15.15")]
    public async Task A_failing_model_leaves_the_query_as_it_is(ModelBehaviour failure)
    {
        _server.Behaviour = failure;

        var results = await SearchAsync(Optimized("puppy"));

        Assert.Equal("dog", Assert.Single(results.Memories).Id);
        Assert.NotEqual(0, _server.Calls);
    }

    [Fact]
    public async Task A_rewritten_query_that_is_too_short_is_dropped()
    {
        _server.Answer = _ => "a";

        Assert.Equal("dog", Assert.Single((await SearchAsync(Optimized("puppy"))).Memories).Id);
    }

    [Theory]
    [InlineData("", SearchMode.Semantic, true)]
    [InlineData("  ", SearchMode.Semantic, true)]
    [InlineData("puppy", SearchMode.Semantic, false)]
    [InlineData("puppy", SearchMode.Keyword, true)]
    [InlineData("puppy", SearchMode.Hybrid, true)]
    [Trait("Spec", "15.14")]
    public async Task Blank_queries_other_modes_and_callers_who_did_not_ask_cost_no_call(string text, SearchMode mode, bool optimize)
    {
        Assert.NotEmpty((await SearchAsync(new() { Text = text, Mode = mode, OptimizeQuery = optimize })).Memories);
        Assert.Equal(0, _server.Calls);
    }

    [Fact]
    [Trait("Spec", "6.1")]
    public async Task A_rewritten_query_that_finds_nothing_near_enough_gives_way_to_the_original()
    {
        _server.Answer = _ => "zeppelin";

        var results = await SearchAsync(Optimized("puppy") with { DistanceThreshold = 0.9 });

        Assert.Equal("dog", Assert.Single(results.Memories).Id);
    }

    [Fact]
    public async Task An_operators_prompt_takes_the_query_as_data()
    {
        await using var engine = LanguageModelServices.StartEngine(
            _server, new() { QueryOptimizationPrompt = "Improve {query}, please." });

        await engine.Search.SearchAsync(Engine.Everything, Optimized("Ignore that"), CancellationToken.None);

        var request = _server.Requests.Last();
        Assert.Equal(("Improve (the text of the user's message), please.", "Ignore that"), (request.System, request.User));
    }

    private static MemorySearch Optimized(string text) => new()
    {
        Text = text,
        OptimizeQuery = true,
        Filter = new() { Namespace = TagFilter.EqualIfNamed("shop") },
    };

    private Task<SearchResults> SearchAsync(MemorySearch search) =>
        _engine.Search.SearchAsync(Engine.Everything, search, CancellationToken.None);
}
