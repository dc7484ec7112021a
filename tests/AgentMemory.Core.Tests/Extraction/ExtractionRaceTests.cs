using AgentMemory.Events;
using AgentMemory.WorkingMemory;
using Microsoft.Extensions.DependencyInjection;
using static AgentMemory.Tests.Extraction.Answers;
using static AgentMemory.Tests.Records;

namespace AgentMemory.Tests.Extraction;

/// <summary>Clients, other workers and crashes come between the question to the model and its answer.</summary>
[Trait("Trap", "T10")]
public sealed class ExtractionRaceTests
{
    [Fact]
    public async Task What_a_client_writes_during_the_call_stands_and_is_extracted_too()
    {
        var model = new RecordedModel(OneFactPerMessage);
        await using var bench = new ExtractionEngine(model);
        await bench.PutAsync(Message("a", "I like tea"), Message("b", "I like jazz", minute: 1));
        Once(model, async () =>
        {
            await bench.PutAsync(Message("a", "I like tea"), Message("b", "I like soul", minute: 1));
            await bench.AppendAsync(Message("c", "I like cats", minute: 2));
        });

        await bench.ExtractAsync();

        Assert.Equal(["User said I like cats", "User said I like soul", "User said I like tea"], await bench.TextsAsync());
        Assert.Equal(["I like tea", "I like soul", "I like cats"], (await bench.SessionAsync())!.Messages.Select(message => message.Content));
        Assert.Empty(await bench.WaitingAsync());
    }

    [Fact]
    public async Task Extraction_changes_neither_the_version_nor_the_life_of_a_session()
    {
        await using var bench = new ExtractionEngine(new RecordedModel(OneFactPerMessage));
        await bench.PutAsync(Message("a", "I like tea"));
        var before = (await bench.SessionAsync())!;

        await bench.SettleAsync();

        var after = (await bench.SessionAsync())!;
        Assert.Equal((before.Version, before.UpdatedAt, before.ExpiresAt), (after.Version, after.UpdatedAt, after.ExpiresAt));
    }

    [Fact]
    [Trait("Trap", "T69")]
    public async Task A_session_deleted_during_the_call_stays_deleted_and_leaves_no_memories()
    {
        var model = new RecordedModel(OneFactPerMessage);
        await using var bench = new ExtractionEngine(model);
        await bench.PutAsync(Message("a", "I like tea"));
        Once(model, () => bench.Engine.Sessions.DeleteAsync(
            Engine.Everything, new("s1", "demo", "alice"), WriteCondition.None, CancellationToken.None));

        await bench.ExtractAsync();

        Assert.Null(await bench.SessionAsync());
        Assert.Empty(await bench.MemoriesAsync());
    }

    [Fact]
    public async Task Of_two_workers_on_one_session_one_writes_the_memories()
    {
        var model = new RecordedModel(OneFactPerMessage);
        await using var bench = new ExtractionEngine(model);
        await bench.PutAsync([.. Enumerable.Range(0, 30).Select(i => Message($"id{i}", $"Word number {i}", minute: i - 60))]);
        var both = new Barrier(2);
        Once(model, () => Task.Run(() => both.SignalAndWait(TimeSpan.FromSeconds(10))), times: 2);

        await Task.WhenAll(Task.Run(bench.ExtractAsync), Task.Run(bench.ExtractAsync));

        Assert.Equal(30, (await bench.MemoriesAsync()).Count);
        Assert.Equal(30, (await bench.EventsAsync(EventKinds.ExtractionCompleted)).Sum(entry => entry.Detail!.Value.GetProperty("messages").GetInt32()));
    }

    [Fact]
    public async Task A_crash_between_the_answer_and_the_commit_repeats_the_call_and_nothing_else()
    {
        var crashes = 1;
        var model = new RecordedModel(OneFactPerMessage);
        await using var bench = new ExtractionEngine(model, configure: services =>
        {
            var store = services.Last(service => service.ServiceType == typeof(IWorkingMemoryStore));
            services.AddSingleton<IWorkingMemoryStore>(provider => new HookedSessions(
                (IWorkingMemoryStore)ActivatorUtilities.CreateInstance(provider, store.ImplementationType!),
                beforeCommit: () => crashes-- > 0 ? throw new IOException("Power cut") : Task.CompletedTask));
        });
        await bench.PutAsync(Message("a", "I like tea"));

        await Assert.ThrowsAsync<IOException>(bench.ExtractAsync);
        Assert.Empty(await bench.MemoriesAsync());
        Assert.Equal(["a"], await bench.WaitingAsync());
        await bench.ExtractAsync();

        Assert.Equal(["User said I like tea"], await bench.TextsAsync());
        Assert.Equal(2, model.Calls);
    }

    [Fact]
    [Trait("Trap", "T67")]
    public async Task A_client_that_sends_its_own_copy_of_the_history_has_only_the_news_extracted()
    {
        var model = new RecordedModel(OneFactPerMessage);
        await using var bench = new ExtractionEngine(model);
        await bench.PutAsync(Message("a", "I like tea"));
        await bench.SettleAsync();

        await bench.PutAsync(Message("a", "I like tea"), Message("b", "I like jazz", minute: 1));
        await bench.SettleAsync();

        Assert.Equal(2, model.Calls);
        Assert.Equal(["I like jazz"], Labels(model.Questions.Last()).Select(line => line.Text));
        Assert.Equal(2, (await bench.MemoriesAsync()).Count);
    }

    [Fact]
    [Trait("Trap", "T68")]
    public async Task A_client_cannot_pass_messages_off_as_extracted()
    {
        await using var bench = new ExtractionEngine(new RecordedModel(OneFactPerMessage));
        await bench.PutAsync(Message("a", "I like tea") with { DiscreteMemoryExtracted = true });

        await bench.SettleAsync();

        Assert.Equal(["User said I like tea"], await bench.TextsAsync());
    }

    /// <summary>Has something happen during the first calls.</summary>
    private static void Once(RecordedModel model, Func<Task> meanwhile, int times = 1)
    {
        var left = times;
        model.Meanwhile = _ => Interlocked.Decrement(ref left) >= 0 ? meanwhile() : Task.CompletedTask;
    }
}
