using AgentMemory.Errors;
using AgentMemory.LongTermMemory;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;
using TaskStatus = AgentMemory.Tasks.TaskStatus;

namespace AgentMemory.Tests.Tasks;

[Trait("Spec", "12")]
public sealed class TasksOnDemandTests
{
    private static CancellationToken None => CancellationToken.None;

    [Theory]
    [InlineData("compact_long_term_memories", "compact_long_term_memories")]
    [InlineData("compact-long-term-memories", "compact_long_term_memories")]
    [InlineData("agent_memory_server.long_term_memory:compact_long_term_memories", "compact_long_term_memories")]
    [InlineData("agent_memory_server.long_term_memory.compact_long_term_memories", "compact_long_term_memories")]
    [InlineData("agent_memory_server.long_term_memory.promote_working_memory_to_long_term", "promote_working_memory")]
    [InlineData("run_delayed_extraction", "extract_session")]
    [InlineData("index_long_term_memories", "embed_backlog")]
    [InlineData("extract_memory_structure", "tag_memories")]
    [InlineData("extract_memories_with_strategy", "extract_memories")]
    [InlineData("refresh_summary_view", "refresh_summary_view")]
    [InlineData("periodic_forget_long_term_memories", "forget_long_term_memories")]
    [InlineData("forget_long_term_memories", "forget_long_term_memories")]
    [InlineData("periodic_refresh_summary_views", "periodic_refresh_summary_views")]
    [InlineData("summarize_session", "summarize_session")]
    public async Task Tasks_are_found_by_our_names_and_by_the_references(string path, string kind)
    {
        await using var engine = new Engine();

        Assert.Equal(kind, engine.Get<TasksOnDemand>().Find(path)?.Name);
    }

    [Fact]
    public async Task Every_one_has_a_handler_and_a_name_of_its_own()
    {
        await using var engine = new Engine();
        var tasks = engine.Get<TasksOnDemand>().All;

        Assert.Equal(tasks.Count, tasks.Select(task => task.Name).Distinct().Count());
        foreach (var task in tasks.Where(task => task.OtherName is not null))
            Assert.Same(task, engine.Get<TasksOnDemand>().Find(task.OtherName!));
        foreach (var task in tasks)
            engine.HandlerOf(new("id", task.Name, default, "{}", null, null, 1, 1));
        Assert.Null(engine.Get<TasksOnDemand>().Find("update_last_accessed"));
    }

    [Fact]
    public async Task Periodic_work_is_done_out_of_turn_and_its_task_stays_known()
    {
        await using var engine = new Engine();
        await engine.Memories.CreateAsync(
            Engine.Everything, [Records.Memory("m1", "Same"), Records.Memory("m2", "Same")], deduplicate: false, null, null, None);
        var tasks = engine.Get<TasksOnDemand>();
        var compact = tasks.Find("compact_long_term_memories")!;

        var id = await QueueAsync(engine, compact);
        Assert.Equal(id, await QueueAsync(engine, compact));
        await engine.RunDueTasksAsync();

        Assert.Equal(TaskStatus.Succeeded, (await engine.Queue.FindAsync(Engine.Everything, id, None))!.Status);
        Assert.Equal((await engine.FindAsync("m1"))!.Id, (await engine.FindAsync("m2"))!.Id);
        Assert.NotEqual(id, await QueueAsync(engine, compact));
    }

    [Fact]
    public async Task A_session_is_looked_up_and_promoted()
    {
        await using var engine = new Engine();
        var owner = new Owner("shop", "ann");
        await engine.Get<IWorkingMemoryStore>().PutAsync(
            Engine.Everything, new() { Key = new(owner, "s1"), Memories = [Records.Memory("m1")] }, WriteCondition.None, [], None);

        var id = await QueueAsync(engine, "promote_working_memory", ("session_id", "s1"));

        Assert.Equal(owner, (await engine.Queue.FindAsync(Engine.Everything, id, None))!.Owner);
        await engine.RunDueTasksAsync();
        Assert.Equal("shop", (await engine.FindAsync("m1"))!.Namespace);
    }

    [Fact]
    public async Task A_memory_is_looked_up_and_what_needs_nothing_is_refused()
    {
        await using var engine = new Engine();
        await engine.Get<ILongTermMemoryStore>().UpsertAsync(
            Engine.Everything, [Records.Memory("m1") with { Topics = ["a"], Entities = ["b"] }], new() { OperationId = "o" }, None);

        await QueueAsync(engine, "embed_memories", ("memory_id", "m1"));

        await Assert.ThrowsAsync<InvalidRequestException>(() => QueueAsync(engine, "tag_memories", ("memory_id", "m1")));
        await Assert.ThrowsAsync<NotFoundException>(() => QueueAsync(engine, "tag_memories", ("memory_id", "m2")));
    }

    [Theory]
    [InlineData("promote_working_memory", "", "session_id")]
    [InlineData("promote_working_memory", "session_id=s1,colour=red", "colour")]
    [InlineData("compact_long_term_memories", "limit=3", "takes no arguments")]
    [InlineData("summarize_session", "session_id=s1,context_window_max=many", "context_window_max")]
    public async Task Arguments_that_do_not_fit_are_named(string task, string arguments, string named)
    {
        await using var engine = new Engine();
        await engine.Get<IWorkingMemoryStore>().AppendAsync(
            Engine.Everything, new() { Key = new(default, "s1"), Messages = [Records.Message("m", "Hello")] },
            WriteCondition.None, [], None);
        var given = arguments.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('='))
            .Select(pair => (pair[0], pair[1])).ToArray();

        var refused = await Assert.ThrowsAsync<InvalidRequestException>(() => QueueAsync(engine, task, given));

        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    private static Task<string> QueueAsync(Engine engine, string task, params (string Name, string Value)[] arguments) =>
        QueueAsync(engine, engine.Get<TasksOnDemand>().Find(task)!, arguments);

    private static Task<string> QueueAsync(Engine engine, TaskOnDemand task, params (string Name, string Value)[] arguments) =>
        engine.Get<TasksOnDemand>().QueueAsync(task, arguments.ToDictionary(pair => pair.Name, pair => pair.Value), None);
}
