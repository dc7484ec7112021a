using AgentMemory.Search;
using AgentMemory.SummaryViews;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;
using static AgentMemory.Tests.Records;
using TaskStatus = AgentMemory.Tasks.TaskStatus;

namespace AgentMemory.Tests.SummaryViews;

public sealed class RefreshSummaryViewTests
{
    private static readonly Dictionary<string, string> AnyGroup = [];

    [Fact, Trait("Spec", "10.16")]
    public async Task A_run_that_is_repeated_after_a_crash_leaves_the_same_partitions()
    {
        await using var engine = new Engine();
        await engine.CreateAsync(Memory("a") with { UserId = "ann" }, Memory("b", "More") with { UserId = "bob" });
        var view = await CreateAsync(engine, AccessScope.Everything, continuous: false);
        await engine.Get<SummaryViewService>().RunAsync(AccessScope.Everything, view.Id, null, CancellationToken.None);
        var lease = await LeaseAsync(engine);
        var handler = engine.Handler<RefreshSummaryView>();
        await handler.RunAsync(lease, CancellationToken.None);
        var once = await PartitionsAsync(engine, view);

        await handler.RunAsync(lease, CancellationToken.None);

        Assert.Equal(["user_id=ann", "user_id=bob"], once.Select(partition => PartitionKey.Of(partition.Group)));
        Assert.Equal(once.Select(partition => partition.Summary), (await PartitionsAsync(engine, view)).Select(partition => partition.Summary));
    }

    [Fact, Trait("Spec", "10.16")]
    public async Task Continuous_views_are_refreshed_within_their_creators_reach_and_one_run_waits_at_most()
    {
        await using var engine = new Engine();
        await engine.CreateAsync(Memory("a") with { UserId = "ann" }, Memory("b", "More") with { UserId = "bob" });
        var bound = await CreateAsync(engine, AccessScope.Bound(null, ["bob"]), continuous: true);
        var still = await CreateAsync(engine, AccessScope.Everything, continuous: false);
        var periodic = engine.Periodic<RefreshContinuousViews>();
        await periodic.RunAsync(CancellationToken.None);
        await periodic.RunAsync(CancellationToken.None);

        var lease = await LeaseAsync(engine);
        await engine.Handler<RefreshSummaryView>().RunAsync(lease, CancellationToken.None);
        Assert.True(await engine.Queue.CompleteAsync(lease, CancellationToken.None));

        Assert.Equal("user_id=bob", PartitionKey.Of(Assert.Single(await PartitionsAsync(engine, bound)).Group));
        Assert.Empty(await PartitionsAsync(engine, still));
        Assert.DoesNotContain(
            await engine.Queue.LeaseAsync("test", 100, TimeSpan.FromMinutes(1), CancellationToken.None),
            task => task.Kind == SummaryViewTasks.Kind);
    }

    [Fact, Trait("Spec", "10.16")]
    public async Task Nothing_is_refreshed_while_long_term_memory_is_off()
    {
        await using var engine = new Engine(new EngineOptions { LongTermMemory = false });
        await CreateAsync(engine, AccessScope.Everything, continuous: true);
        await engine.Periodic<RefreshContinuousViews>().RunAsync(CancellationToken.None);
        Assert.Equal(0, (await engine.Queue.CountAsync(CancellationToken.None)).Queued);
    }

    [Fact, Trait("Spec", "10.16")]
    public async Task A_run_of_a_view_that_was_deleted_fails_at_once_and_says_so()
    {
        await using var engine = new Engine();
        var views = engine.Get<SummaryViewService>();
        var view = await CreateAsync(engine, AccessScope.Everything, continuous: false);
        var task = await views.RunAsync(AccessScope.Everything, view.Id, null, CancellationToken.None);
        await views.DeleteAsync(AccessScope.Everything, view.Id, CancellationToken.None);
        await engine.Get<TaskRun>().ExecuteAsync(await LeaseAsync(engine), CancellationToken.None);

        var ended = await engine.Get<TaskService>().GetAsync(AccessScope.Everything, task.TaskId, CancellationToken.None);
        Assert.Equal((TaskStatus.Dead, $"SummaryView {view.Id} not found"), (ended.Status, ended.LastError));
    }

    private static Task<SummaryView> CreateAsync(Engine engine, AccessScope scope, bool continuous) =>
        engine.Get<SummaryViewService>().CreateAsync(
            scope, new SummaryView { Id = "", GroupBy = ["user_id"], Continuous = continuous }, MemoryFilter.None, CancellationToken.None);

    private static async Task<TaskLease> LeaseAsync(Engine engine) =>
        (await engine.Queue.LeaseAsync("test", 100, TimeSpan.FromMinutes(1), CancellationToken.None))
            .Single(task => task.Kind == SummaryViewTasks.Kind);

    private static Task<IReadOnlyList<SummaryPartition>> PartitionsAsync(Engine engine, SummaryView view) =>
        engine.Get<SummaryViewService>().ListPartitionsAsync(AccessScope.Everything, view.Id, AnyGroup, CancellationToken.None);
}
