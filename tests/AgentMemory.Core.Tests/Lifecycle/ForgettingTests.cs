using AgentMemory.Lifecycle;
using AgentMemory.LongTermMemory;
using static AgentMemory.Tests.Records;

namespace AgentMemory.Tests.Lifecycle;

[Trait("Spec", "10.12")]
public sealed class ForgettingTests
{
    [Fact]
    [Trait("Trap", "T37")]
    public async Task Every_record_is_examined_however_many_pages_there_are()
    {
        await using var engine = new Engine();
        await engine.CreateAsync([.. Enumerable.Range(0, 25).Select(i => Memory($"m{i:d2}", $"Text {i}", ageDays: i))]);

        var report = await ForgetAsync(engine, new() { Policy = new() { MaxAgeDays = 20 }, PageSize = 4, DryRun = false });

        Assert.Equal(25, report.Scanned);
        Assert.Equal(["m21", "m22", "m23", "m24"], report.DeletedIds);
        Assert.Equal(21, await RemainingAsync(engine));
    }

    [Fact]
    [Trait("Trap", "T37")]
    public async Task A_budget_keeps_the_most_recent_records_over_all_pages()
    {
        await using var engine = new Engine();
        await engine.CreateAsync([.. Enumerable.Range(0, 20).Select(i => Memory($"m{i:d2}", $"Text {i}", ageDays: 20 - i))]);

        var report = await ForgetAsync(engine, new() { Policy = new() { Budget = 15 }, PageSize = 3, DryRun = false });

        Assert.Equal(["m00", "m01", "m02", "m03", "m04"], report.DeletedIds);
    }

    [Fact]
    public async Task A_dry_run_reports_what_would_go_and_removes_nothing()
    {
        await using var engine = new Engine();
        await engine.CreateAsync(Memory("old", "Old", ageDays: 50), Memory("new", "New"));

        var report = await ForgetAsync(engine, new() { Policy = new() { MaxAgeDays = 30 } });

        Assert.Equal((2, 1, true), (report.Scanned, report.Deleted, report.DryRun));
        Assert.Equal(["old"], report.DeletedIds);
        Assert.Equal(2, await RemainingAsync(engine));
    }

    [Fact]
    public async Task Pinned_records_neither_go_nor_count_against_the_budget()
    {
        await using var engine = new Engine();
        await engine.CreateAsync(
            Memory("pinned", "A", ageDays: 90) with { Pinned = true }, Memory("named", "B", ageDays: 90), Memory("kept", "C", ageDays: 1),
            Memory("gone", "D", ageDays: 2));

        var report = await ForgetAsync(
            engine, new() { Policy = new() { Budget = 1 }, PinnedIds = new HashSet<string> { "named" }, DryRun = false });

        Assert.Equal(["gone"], report.DeletedIds);
    }

    [Fact]
    [Trait("Trap", "T72")]
    public async Task Pinning_an_old_id_protects_the_record_it_stands_for()
    {
        await using var engine = new Engine();
        await engine.CreateAsync(Memory("survivor", "Same", ageDays: 90));
        await engine.CreateAsync(Memory("alias", "Same", ageDays: 90));

        var report = await ForgetAsync(
            engine, new() { Policy = new() { MaxAgeDays = 1 }, PinnedIds = new HashSet<string> { "alias" }, DryRun = false });

        Assert.Empty(report.DeletedIds);
    }

    [Fact]
    public async Task Only_the_named_namespace_user_and_session_are_examined()
    {
        await using var engine = new Engine();
        var mine = Memory("mine", ageDays: 90) with { Namespace = "n", UserId = "u", SessionId = "s" };
        await engine.CreateAsync(
            mine, mine with { Id = "a", Namespace = "x" }, mine with { Id = "b", UserId = "x" }, mine with { Id = "c", SessionId = "x" });

        var report = await ForgetAsync(
            engine, new() { Policy = new() { MaxAgeDays = 1 }, Namespace = "n", UserId = "u", SessionId = "s", DryRun = false });

        Assert.Equal(1, report.Scanned);
        Assert.Equal(["mine"], report.DeletedIds);
    }

    private static Task<ForgetReport> ForgetAsync(Engine engine, ForgetRequest request) =>
        engine.Memories.ForgetAsync(Engine.Everything, request, CancellationToken.None);

    private static Task<long> RemainingAsync(Engine engine) =>
        engine.Get<ILongTermMemoryStore>().CountAsync(Engine.Everything, new(), CancellationToken.None);
}
