using AgentMemory.Errors;
using AgentMemory.Maintenance;
using AgentMemory.Maintenance.Reference;
using AgentMemory.Search;
using AgentMemory.SummaryViews;
using AgentMemory.Tenancy;
using static AgentMemory.Tests.Maintenance.Reference.ScriptedReference;

namespace AgentMemory.Tests.Maintenance.Reference;

[Trait("Spec", "11")]
public sealed class ReferenceMigrationTests : IAsyncDisposable
{
    private static readonly IReadOnlyDictionary<string, string> AnyGroup = new Dictionary<string, string>();

    private static readonly ReferenceView View = new(
        "summary_view:v1:config", "v1", """{"id":"v1","name":"Per user","source":"long_term","group_by":["user_id"],"filters":{},"continuous":true}""");

    private readonly Engine _engine = new();

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task A_run_that_broke_off_is_started_again_and_writes_what_is_missing()
    {
        var items = Enumerable.Range(0, 10).Select(ReferenceItem (i) => Memory($"m{i}"))
            .Concat(Enumerable.Range(0, 10).Select(i => Session($"s{i}", $$"""{"session_id":"s{{i}}"}"""))).ToArray();
        var source = new ScriptedReference(items) { PagesUntilFailure = 4 };
        await Assert.ThrowsAsync<StoreUnavailableException>(() => MigrateAsync(_engine, source));
        source.PagesUntilFailure = null;
        var before = (await _engine.FindAsync("m0"))!.Version;

        var report = await MigrateAsync(_engine, source);

        Assert.Equal((10, 10), (report.Memories.AlreadyThere, report.Memories.Found));
        Assert.Equal((2, 8, 10), (report.Sessions.AlreadyThere, report.Sessions.Migrated, report.Sessions.Found));
        Assert.Equal(before, (await _engine.FindAsync("m0"))!.Version);
        var again = await MigrateAsync(_engine, source);
        Assert.Equal((10, 10, 0), (again.Memories.AlreadyThere, again.Sessions.AlreadyThere, again.Sessions.Migrated));
    }

    [Fact]
    public async Task What_was_changed_here_since_stays_as_it_is_here()
    {
        var source = new ScriptedReference(Memory("m1"), Memory("m2"));
        await MigrateAsync(_engine, source);
        await _engine.Memories.UpdateAsync(
            Engine.Everything, new("m1"), new() { Text = "Edited here" }, WriteCondition.None, CancellationToken.None);

        var report = await MigrateAsync(_engine, source);

        Assert.Equal((1, 1, 0), (report.Memories.AlreadyThere, report.Memories.Different, report.Memories.Migrated));
        Assert.Equal("Edited here", (await _engine.FindAsync("m1"))!.Text);
    }

    [Fact]
    public async Task A_dry_run_tells_what_a_run_does_and_writes_nothing()
    {
        var source = new ScriptedReference(
            View, Partition("ann"), Memory("m1"), Memory("m2", ("memory_type", null)), Session("s1", """{"session_id":"s1"}"""),
            Memory("m3", ("text", null)));

        var told = await MigrateAsync(_engine, source, options => options with { DryRun = true });
        Assert.Null(await _engine.FindAsync("m1"));
        Assert.Empty(await _engine.Get<ISummaryViewStore>().ListAsync(Engine.Everything, CancellationToken.None));
        Assert.Equal(0, (await _engine.Sessions.ListAsync(Engine.Everything, new(null, null, 10, 0), CancellationToken.None)).Total);

        var done = await MigrateAsync(_engine, source);
        Assert.Equal((true, false), (told.DryRun, done.DryRun));
        Assert.Equivalent(done with { DryRun = true }, told, strict: true);
        Assert.Equal((2, 1, 1, 1), (
            done.Memories.Migrated, done.Sessions.Migrated, done.SummaryViews.Migrated, done.Summaries.Migrated));
    }

    [Fact]
    [Trait("Spec", "11.4")]
    public async Task Views_come_with_their_ids_and_with_what_they_summarised()
    {
        var report = await MigrateAsync(_engine, new ScriptedReference(Partition("ann"), View, Partition("bob")));

        Assert.Equal((1, 2), (report.SummaryViews.Migrated, report.Summaries.Migrated));
        var views = _engine.Get<ISummaryViewStore>();
        var view = await views.FindAsync(Engine.Everything, "v1", CancellationToken.None);
        Assert.Equal(("Per user", "user_id"), (view!.View.Name, view.View.GroupBy.Single()));
        Assert.True(view.Scope.IsUnrestricted);
        var partition = Assert.Single(await views.ListPartitionsAsync(
            Engine.Everything, "v1", new Dictionary<string, string> { ["user_id"] = "ann" }, CancellationToken.None));
        Assert.Equal(
            ("Summary of ann", 3, false, new DateTimeOffset(2026, 1, 31, 10, 0, 0, TimeSpan.Zero)),
            (partition.Summary, partition.MemoryCount, partition.Empty, partition.ComputedAt));
    }

    [Fact]
    [Trait("Trap", "T55")]
    public async Task Summaries_of_views_that_are_gone_are_left_behind_and_newer_ones_here_stay()
    {
        var source = new ScriptedReference(View, Partition("ann"), Partition("ann", view: "gone"));
        await MigrateAsync(_engine, source);
        var views = _engine.Get<ISummaryViewStore>();
        var stored = (await views.ListPartitionsAsync(Engine.Everything, "v1", AnyGroup, CancellationToken.None))[0];
        await views.PutPartitionAsync(Engine.Everything, stored with { Summary = "Newer" }, CancellationToken.None);

        var report = await MigrateAsync(_engine, source);

        Assert.Equal((1, 1), (report.SummaryViews.AlreadyThere, report.Summaries.AlreadyThere));
        Assert.Equal("its view is gone, or was not taken over", Assert.Single(report.Summaries.Skipped).Key);
        stored = Assert.Single(await views.ListPartitionsAsync(Engine.Everything, "v1", AnyGroup, CancellationToken.None));
        Assert.Equal("Newer", stored.Summary);
    }

    [Fact]
    public async Task A_view_that_cannot_be_here_is_skipped_with_the_reason()
    {
        var report = await MigrateAsync(_engine, new ScriptedReference(
            View with { Json = View.Json.Replace("long_term", "working_memory", StringComparison.Ordinal) },
            View with { Key = "summary_view:v2:config", Json = "[]" }));

        Assert.Contains("'working_memory' is not supported yet", Assert.Single(report.SummaryViews.Skipped).Key, StringComparison.Ordinal);
        Assert.Equal([new("summary_view:v2:config", "holds JSON that is no object")], report.SummaryViews.UnreadableKeys);
    }

    [Fact]
    [Trait("Spec", "13.3")]
    [Trait("Trap", "T42")]
    public async Task Tokens_are_told_of_because_their_secrets_cannot_be_taken_over()
    {
        var report = await MigrateAsync(_engine, new ScriptedReference(
            new ReferenceToken("auth_token:$2b$12$a", """{"description":"laptop","created_at":"2026-01-01T00:00:00Z","expires_at":null,"token_hash":"$2b$12$a"}"""),
            new ReferenceToken("auth_token:$2b$12$b", """{"description":"old","created_at":"2026-01-01T00:00:00","expires_at":"2026-02-01T00:00:00"}"""),
            new ReferenceToken("auth_token:$2b$12$c", "{")));

        Assert.Equal(3, report.Tokens.Found);
        var january = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(
            [new("laptop", january, null, false), new("old", january, january.AddMonths(1), true), new("(unreadable)", null, null, false)],
            report.Tokens.List);
        Assert.Empty(await _engine.Get<ITokenStore>().ListAsync(CancellationToken.None));
    }

    [Fact]
    [Trait("Spec", "12")]
    public async Task What_is_not_taken_over_is_counted_by_what_it_is()
    {
        var report = await MigrateAsync(_engine, new ScriptedReference(
            new ReferenceLeftover("task:1", LeftoverKind.Task), new ReferenceLeftover("task:2", LeftoverKind.Task),
            new ReferenceLeftover("memory-server:stream", LeftoverKind.Queue), new ReferenceLeftover("mine", LeftoverKind.Foreign)));

        Assert.Equal(
            new Dictionary<string, long> { ["states of tasks"] = 2, ["keys of the task queue"] = 1, ["keys that are not the reference's"] = 1 },
            report.LeftBehind);
        Assert.Equal((4, 0), (report.Keys, report.Unreadable));
    }

    [Fact]
    public async Task A_run_may_take_over_one_namespace_or_user_only()
    {
        var source = new ScriptedReference(
            View, Memory("m1"), Memory("m2", ("namespace", "other")), Memory("m3", ("namespace", "")), Memory("m4", ("user_id", "bob")),
            Session("s1", """{"session_id":"s1","namespace":"shop","user_id":"ann"}"""), Session("s2", """{"session_id":"s2"}"""));

        var report = await MigrateAsync(_engine, source, options => options with { Namespace = "shop", UserId = "ann" });

        Assert.Equal((1, 3), (report.Memories.Migrated, report.Memories.Skipped["of another namespace or user"]));
        Assert.Equal((1, 1), (report.Sessions.Migrated, report.Sessions.Skipped.Values.Sum()));
        Assert.Equal((0, 1), (report.SummaryViews.Migrated, report.SummaryViews.Skipped.Values.Sum()));
        report = await MigrateAsync(_engine, source, options => options with { Namespace = "" });
        Assert.Equal((1, 1), (report.Memories.Migrated, report.Sessions.Migrated));
    }

    [Fact]
    public async Task Progress_ends_when_the_work_does()
    {
        var told = new List<(long, long)>();

        await MigrateAsync(
            _engine, new ScriptedReference([.. Enumerable.Range(0, 5).Select(i => Memory($"m{i}"))]),
            progress: new Steps(told));

        Assert.Equal([(3, 5), (5, 6), (5, 5)], told);
    }

    [Fact]
    public async Task Found_memories_are_found_by_words_at_once()
    {
        await MigrateAsync(_engine, new ScriptedReference(Memory("m1", ("text", "User prefers aisle seats"), ("topics", "travel"))));

        var found = await _engine.Get<IMemorySearchIndex>().ListAsync(
            AccessScope.Of(new("shop", "ann")), new() { Phrases = ["aisle seats"], Topics = TagFilter.Equal("travel") }, 0, 10, CancellationToken.None);

        Assert.Equal("m1", Assert.Single(found.Records).Id);
    }

    private static ReferencePartition Partition(string user, string view = "v1") => new(
        $"summary_view:{view}:summary:user_id={user}", view,
        $$$"""{"view_id":"{{{view}}}","group":{"user_id":"{{{user}}}"},"summary":"Summary of {{{user}}}","memory_count":3,"empty":false,"empty_reason":null,"computed_at":"2026-01-31T10:00:00Z"}""");

    private sealed class Steps(List<(long Done, long Total)> seen) : IProgress<MaintenanceProgress>
    {
        public void Report(MaintenanceProgress value) => seen.Add((value.Done, value.Total));
    }
}
