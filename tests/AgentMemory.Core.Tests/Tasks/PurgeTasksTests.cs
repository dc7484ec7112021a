using AgentMemory.Tasks;

namespace AgentMemory.Tests.Tasks;

public sealed class PurgeTasksTests
{
    [Fact]
    public async Task Ended_tasks_and_dead_letters_are_forgotten_when_nobody_can_want_them_any_more()
    {
        await using var engine = new Engine();
        var done = await EndAsync(engine, dead: false);
        var dead = await EndAsync(engine, dead: true);

        Assert.Equal((true, true), await PurgeAfterAsync(engine, TimeSpan.FromDays(6), done, dead));
        Assert.Equal((false, true), await PurgeAfterAsync(engine, TimeSpan.FromDays(2), done, dead));
        Assert.Equal((false, true), await PurgeAfterAsync(engine, TimeSpan.FromDays(21), done, dead));
        Assert.Equal((false, false), await PurgeAfterAsync(engine, TimeSpan.FromDays(2), done, dead));
    }

    private static async Task<(bool Done, bool Dead)> PurgeAfterAsync(Engine engine, TimeSpan wait, string done, string dead)
    {
        engine.Time.Now += wait;
        await engine.Periodic<PurgeTasks>().RunAsync(CancellationToken.None);
        return (await FindAsync(engine, done) is not null, await FindAsync(engine, dead) is not null);
    }

    private static Task<TaskState?> FindAsync(Engine engine, string id) =>
        engine.Queue.FindAsync(Engine.Everything, id, CancellationToken.None);

    private static async Task<string> EndAsync(Engine engine, bool dead)
    {
        var id = await engine.Queue.EnqueueAsync(
            new() { Kind = "any", Owner = default, Payload = "{}", Tracked = true }, CancellationToken.None);
        var lease = Assert.Single(await engine.Queue.LeaseAsync("test", 1, TimeSpan.FromMinutes(1), CancellationToken.None));
        Assert.True(dead
            ? await engine.Queue.FailAsync(lease, "Gone", retryAt: null, CancellationToken.None)
            : await engine.Queue.CompleteAsync(lease, CancellationToken.None));
        return id;
    }
}
