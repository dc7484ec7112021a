using AgentMemory.Events;
using AgentMemory.LanguageModels;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;
using Microsoft.Extensions.DependencyInjection;
using TaskStatus = AgentMemory.Tasks.TaskStatus;

namespace AgentMemory.Tests.Tasks;

/// <summary>What becomes of a task whose handler fails, and who is told.</summary>
public sealed class TaskRunTests
{
    private const string Secret = "xyzzy";
    private static readonly Owner Owner = new("demo", "alice");

    [Fact]
    public async Task A_postponed_task_waits_until_then_and_is_never_a_dead_letter()
    {
        var handler = new FailingHandler(new TaskPostponedException("The model rests", Records.Now.AddMinutes(7)));
        await using var engine = EngineWith(handler);
        var id = await EnqueueAsync(engine);

        for (var i = 0; i < 50; i++)
        {
            await RunOnceAsync(engine);
            engine.Time.Now = (await StateAsync(engine, id)).DueAt;
            handler.Failure = new TaskPostponedException("The model rests", engine.Time.Now.AddMinutes(7));
        }

        var state = await StateAsync(engine, id);
        Assert.Equal((TaskStatus.Queued, 50), (state.Status, handler.Runs));
        Assert.Equal(Records.Now.AddMinutes(7 * 50), engine.Time.Now);
        Assert.Equal("The model rests", state.LastError);
    }

    [Theory]
    [InlineData(ModelFailure.Unavailable)]
    [InlineData(ModelFailure.BudgetExhausted)]
    public async Task A_model_that_is_not_there_postpones_the_task(ModelFailure failure)
    {
        var until = Records.Now.AddMinutes(3);
        await using var engine = EngineWith(new FailingHandler(new ModelException(failure, "Not now", until)));
        var id = await EnqueueAsync(engine);

        await RunOnceAsync(engine);

        var state = await StateAsync(engine, id);
        Assert.Equal((TaskStatus.Queued, 0, until), (state.Status, state.Attempts, state.DueAt));
        Assert.Empty(await FailuresAsync(engine));
    }

    [Fact]
    public async Task A_model_that_is_not_there_is_asked_again_within_a_minute_when_nobody_knows_better()
    {
        await using var engine = EngineWith(new FailingHandler(new ModelException(ModelFailure.Unavailable, "Not now")));
        var id = await EnqueueAsync(engine);

        await RunOnceAsync(engine);

        Assert.InRange((await StateAsync(engine, id)).DueAt - Records.Now, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Unusable_answers_are_worth_thirty_attempts_half_an_hour_apart_in_the_end()
    {
        var handler = new FailingHandler(new ModelException(ModelFailure.InvalidAnswer, "No usable answer"));
        await using var engine = EngineWith(handler);
        var id = await EnqueueAsync(engine);

        var last = TimeSpan.Zero;
        while (await StateAsync(engine, id) is { Status: TaskStatus.Queued } state)
        {
            last = state.DueAt - engine.Time.Now;
            engine.Time.Now = state.DueAt;
            await RunOnceAsync(engine);
        }

        Assert.Equal(30, handler.Runs);
        Assert.InRange(last, TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30));
        var dead = await StateAsync(engine, id);
        Assert.Equal((TaskStatus.Dead, "ModelException: No usable answer"), (dead.Status, dead.LastError));
    }

    [Fact]
    public async Task Each_failure_is_an_event_of_its_session_that_quotes_nobody()
    {
        await using var engine = EngineWith(
            new FailingHandler(new InvalidOperationException($"The text was {Secret}")), new() { MaximumAttempts = 2 });
        var id = await EnqueueAsync(engine);

        await RunOnceAsync(engine);
        engine.Time.Now = (await StateAsync(engine, id)).DueAt;
        await RunOnceAsync(engine);

        Assert.Equal(
            [
                $$"""{"task_id":"{{id}}","kind":"failing","attempt":1,"reason":"InvalidOperationException","final":false}""",
                $$"""{"task_id":"{{id}}","kind":"failing","attempt":2,"reason":"InvalidOperationException","final":true}""",
            ],
            (await FailuresAsync(engine)).Select(entry => entry.Detail!.Value.GetRawText()));
    }

    private static Engine EngineWith(FailingHandler handler, TaskRunnerOptions? options = null) => new(configure: services =>
    {
        services.AddSingleton<ITaskHandler>(handler);
        if (options is not null)
            services.AddSingleton(options);
    });

    private static Task<string> EnqueueAsync(Engine engine) => engine.Queue.EnqueueAsync(
        new TaskRequest { Kind = "failing", Owner = Owner, Payload = "{}", SessionId = "s1" }, CancellationToken.None);

    private static async Task RunOnceAsync(Engine engine)
    {
        var lease = Assert.Single(await engine.Queue.LeaseAsync("test", 1, TimeSpan.FromHours(1), CancellationToken.None));
        await engine.Get<TaskRun>().ExecuteAsync(lease, CancellationToken.None);
    }

    private static async Task<TaskState> StateAsync(Engine engine, string id) =>
        (await engine.Queue.FindAsync(AccessScope.Of(Owner), id, CancellationToken.None))!;

    private static async Task<IReadOnlyList<MemoryEvent>> FailuresAsync(Engine engine)
    {
        var filter = new EventFilter { Session = new(Owner, "s1") };
        var page = await engine.Get<IEventLog>().ReadAsync(Engine.Everything, filter, 0, 100, CancellationToken.None);
        return [.. page.Entries.Where(entry => entry.Kind == EventKinds.TaskFailed)];
    }

    private sealed class FailingHandler(Exception failure) : ITaskHandler
    {
        public Exception Failure { get; set; } = failure;

        public int Runs { get; private set; }

        public string Kind => "failing";

        public Task RunAsync(TaskLease task, CancellationToken cancellationToken)
        {
            Runs++;
            return Task.FromException(Failure);
        }
    }
}
