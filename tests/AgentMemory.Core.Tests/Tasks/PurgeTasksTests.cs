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

        engine.Time.Now += PurgeTasks.Kept - TimeSpan.FromHours(1);
        await engine.Periodic<PurgeTasks>().RunAsync(CancellationToken.None);
        Assert.All([done, dead], id => Assert.NotNull(Find(engine, id)));

        engine.Time.Now += TimeSpan.FromHours(2);
        await engine.Periodic<PurgeTasks>().RunAsync(CancellationToken.None);
        Assert.All([done, dead], id => Assert.Null(Find(engine, id)));
    }

    private static TaskState? Find(Engine engine, string id) =>
        engine.Queue.FindAsync(Engine.Everything, id, CancellationToken.None).GetAwaiter().GetResult();

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
