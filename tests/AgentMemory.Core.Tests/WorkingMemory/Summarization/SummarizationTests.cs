using AgentMemory.LanguageModels;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;
using AgentMemory.WorkingMemory.Summarization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using static AgentMemory.Tests.Records;

namespace AgentMemory.Tests.WorkingMemory.Summarization;

[Trait("Spec", "10.5")]
public sealed class SummarizationTests
{
    /// <summary>Nothing else asks the model, or queues work.</summary>
    private static readonly EngineOptions SummaryAlone = new() { ExtractMemories = false };

    private static readonly SessionKey Key = new(new Owner("demo", "alice"), "s1");

    /// <summary>Each message of <see cref="History"/> has 10 tokens: 7 of them are the threshold, 4 are kept.</summary>
    private static readonly ContextWindow TenMessages = new(null, 100);

    [Fact]
    public async Task A_session_beyond_the_threshold_is_answered_with_its_summary_and_newest_messages()
    {
        var model = new ScriptedModel(_ => "They counted.");
        await using var engine = new Engine(configure: model.Register);

        var reading = await PutAsync(engine, History(8), TenMessages, context: "Before.", tokens: 5);

        Assert.Equal("They counted.", reading.Session.Context);
        Assert.Equal(["m4", "m5", "m6", "m7"], reading.Messages.Select(message => message.Id));
        Assert.Equal(40.0, reading.Usage.TotalUsed);
        Assert.Equal(105, reading.Session.Tokens);
        var stored = await ReadAsync(engine);
        Assert.Equal((reading.Session.Version, reading.Session.Context), (stored.Version, stored.Context));
    }

    [Fact]
    [Trait("Trap", "T21")]
    public async Task The_model_reads_the_summary_so_far_and_the_messages_oldest_first()
    {
        var model = new ScriptedModel(_ => "Summary.");
        await using var engine = new Engine(configure: model.Register);
        var history = History(8);
        (history[0], history[2]) = (history[2], history[0]);

        await PutAsync(engine, history, TenMessages, context: "Before.");

        Assert.Equal(
            SummarizationPrompt.Input("Before.", History(8).Take(4)), Assert.Single(model.Inputs));
    }

    [Fact]
    [Trait("Trap", "T22")]
    public async Task As_many_passes_as_needed_read_every_message_once_and_build_on_each_other()
    {
        var calls = 0;
        var model = new ScriptedModel(_ => $"Summary {++calls}.", contextWindow: 2_000);
        await using var engine = new Engine(configure: model.Register);
        var history = Enumerable.Range(0, 100)
            .Select(i => Message($"m{i}", $"[{i}] " + new string('x', 400), minute: i)).ToArray();

        var reading = await PutAsync(engine, history, new(null, 2_000));

        Assert.True(calls > 5);
        Assert.Equal($"Summary {calls}.", reading.Session.Context);
        var departed = 100 - reading.Messages.Count;
        var read = string.Concat(model.Inputs);
        var at = -1;
        for (var i = 0; i < 100; i++)
        {
            var first = read.IndexOf($"[{i}] ", StringComparison.Ordinal);
            Assert.Equal(i < departed, first >= 0);
            Assert.Equal(first, read.LastIndexOf($"[{i}] ", StringComparison.Ordinal));
            Assert.True(first < 0 || first > at);
            at = Math.Max(at, first);
        }

        Assert.All(model.Inputs.Skip(1).Select((input, i) => (input, i)), call =>
            Assert.Contains($"Summary {call.i + 1}.", call.input, StringComparison.Ordinal));
        Assert.All(model.Inputs, input => Assert.True(input.Length / 4 < 2_000));
        Assert.Equal(100 * calls, reading.Session.Tokens);
    }

    [Fact]
    [Trait("Trap", "T22")]
    public async Task A_message_larger_than_the_models_window_is_read_in_parts_without_losing_a_word()
    {
        var model = new ScriptedModel(_ => "Summary.", contextWindow: 2_000);
        await using var engine = new Engine(configure: model.Register);
        var words = Enumerable.Range(0, 3_000).Select(i => $"word{i}").ToArray();

        var reading = await PutAsync(
            engine, [Message("large", string.Join(' ', words), minute: 0), Message("last", "The end", minute: 1)], new(null, 1_000));

        Assert.Equal(["last"], reading.Messages.Select(message => message.Id));
        Assert.True(model.Inputs.Count > 3);
        var read = string.Concat(model.Inputs).Split([' ', '\n']).ToHashSet();
        Assert.All(words, word => Assert.Contains(word, read));
    }

    [Fact]
    [Trait("Trap", "T24")]
    public async Task Nothing_new_keeps_the_summary_so_far()
    {
        var model = new ScriptedModel(_ => "NONE");
        await using var engine = new Engine(configure: model.Register);

        var reading = await PutAsync(engine, History(8), TenMessages, context: "What matters.");

        Assert.Equal("What matters.", reading.Session.Context);
        Assert.Equal(4, reading.Messages.Count);
    }

    [Fact]
    [Trait("Trap", "T24")]
    public async Task A_failing_model_fails_no_write_and_the_summary_is_made_up_for_in_the_background()
    {
        var model = new ScriptedModel(_ => "Later.") { Down = true };
        await using var engine = new Engine(SummaryAlone, configure: model.Register);

        var reading = await PutAsync(engine, History(8), TenMessages, context: "Before.");
        Assert.Equal((8, "Before."), (reading.Messages.Count, reading.Session.Context));
        Assert.Equal(reading.Session.Version, (await ReadAsync(engine)).Version);

        model.Down = false;
        await engine.RunDueTasksAsync();
        Assert.Equal(8, (await ReadAsync(engine)).Messages.Count);

        engine.Time.Now += TimeSpan.FromMinutes(1);
        await engine.RunDueTasksAsync();
        var session = await ReadAsync(engine);
        Assert.Equal((4, "Later."), (session.Messages.Count, session.Context));
    }

    [Fact]
    [Trait("Trap", "T24")]
    public async Task A_model_that_fails_midway_keeps_what_was_summarised_and_goes_on_there_later()
    {
        var calls = 0;
        var recovered = false;
        var model = new ScriptedModel(
            _ => ++calls < 3 || recovered ? $"Summary {calls}." : throw new HttpRequestException("Gone"), contextWindow: 2_000);
        await using var engine = new Engine(SummaryAlone, configure: model.Register);
        var history = Enumerable.Range(0, 40)
            .Select(i => Message($"m{i}", $"[m{i}] {new string('x', 390)}", minute: i)).ToArray();

        var reading = await PutAsync(engine, history, new(null, 2_000));

        Assert.Equal("Summary 2.", reading.Session.Context);
        Assert.InRange(reading.Messages.Count, 15, 39);
        Assert.Equal("m39", reading.Messages[^1].Id);
        Assert.Equal(reading.Session.Version, (await ReadAsync(engine)).Version);

        recovered = true;
        engine.Time.Now += TimeSpan.FromMinutes(1);
        var next = reading.Messages[0].Id;
        model.Inputs.Clear();
        await engine.RunDueTasksAsync();
        Assert.InRange((await ReadAsync(engine)).Messages.Count, 1, 8);
        Assert.Contains("Summary 2.", model.Inputs.First(), StringComparison.Ordinal);
        Assert.Contains($"user: [{next}]", model.Inputs.First(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Trap", "T24")]
    public async Task A_model_that_takes_too_long_is_not_waited_for()
    {
        var model = new ScriptedModel(_ => new TaskCompletionSource<string>().Task);
        await using var engine = new Engine(configure: model.Register);
        var hasty = Summarizer(engine, engine.Get<IWorkingMemoryStore>(), new HastyTime());
        var session = (await PutAsync(engine, History(8))).Session;

        var after = await hasty.TryAsync(Engine.Everything, session, TenMessages, CancellationToken.None);

        Assert.Same(session, after);
    }

    [Fact]
    public async Task A_refused_conversation_is_summarised_by_rules()
    {
        var model = new ScriptedModel(string (_) => throw new ModelException(ModelFailure.Refused, "Filtered"));
        await using var engine = new Engine(configure: model.Register);

        var reading = await PutAsync(engine, Plain(), TenMessages);

        Assert.Contains("Oslo", reading.Session.Context, StringComparison.Ordinal);
        Assert.True(reading.Messages.Count < Plain().Length);
    }

    [Fact]
    public async Task One_refused_message_does_not_keep_the_model_from_the_others()
    {
        var model = new ScriptedModel(input => input.Contains("poison", StringComparison.Ordinal)
            ? throw new ModelException(ModelFailure.Refused, "Filtered")
            : "The rest.");
        await using var engine = new Engine(configure: model.Register);
        var history = History(8);
        history[1] = history[1] with { Content = "poison" };

        var reading = await PutAsync(engine, history, TenMessages);

        Assert.Equal("The rest.", reading.Session.Context);
        var accepted = string.Concat(model.Inputs.Where(input => !input.Contains("poison", StringComparison.Ordinal)));
        Assert.All(
            history.Take(4).Where((_, i) => i != 1),
            message => Assert.Contains(message.Content, accepted, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_model_the_summary_is_made_by_rules_and_stays_small()
    {
        await using var engine = new Engine();
        for (var i = 0; i < 10; i++)
        {
            var stored = await FindAsync(engine);
            var more = Plain().Select(message => message with { Id = $"{i}/{message.Id}", Content = $"{message.Content} {i}" });
            await PutAsync(engine, [.. stored?.Messages ?? [], .. more], TenMessages, stored?.Context);
        }

        var session = await ReadAsync(engine);
        Assert.Contains("Oslo", session.Context, StringComparison.Ordinal);
        Assert.InRange(new EstimatedTokenCounter().Count("", session.Context), 1, 33);
        Assert.InRange(MessageSelection.Tokens(session.Messages, new EstimatedTokenCounter()), 1, 70);
    }

    [Theory]
    [Trait("Trap", "T24")]
    [InlineData(null, null)]
    [InlineData(null, 0)]
    [InlineData("gpt-4o", 0)]
    [InlineData(null, -5)]
    [InlineData("gpt-4o", null)]
    [InlineData(null, 200)]
    public async Task A_window_that_is_not_given_or_not_filled_summarises_nothing(string? model, int? maximum)
    {
        var scripted = new ScriptedModel(_ => "Summary.");
        await using var engine = new Engine(SummaryAlone, configure: scripted.Register);

        var reading = await PutAsync(engine, History(8), new(model, maximum));

        Assert.Equal(8, reading.Messages.Count);
        Assert.Empty(scripted.Inputs);
        Assert.Equal(0, (await engine.Queue.CountAsync(CancellationToken.None)).Queued);
    }

    [Fact]
    public async Task Switched_off_nothing_is_summarised()
    {
        var model = new ScriptedModel(_ => "Summary.");
        await using var engine = new Engine(new() { SummarizeWorkingMemory = false }, configure: model.Register);

        Assert.Equal(8, (await PutAsync(engine, History(8), TenMessages)).Messages.Count);
        Assert.Empty(model.Inputs);
    }

    [Fact]
    public async Task Nothing_is_counted_for_a_caller_that_says_nothing_of_its_window()
    {
        var counter = new CountingCounter();
        await using var engine = new Engine(configure: services => services.AddSingleton<ITokenCounter>(counter));

        await PutAsync(engine, History(8));
        await AppendAsync(engine, default, Message("m9", "More"));

        Assert.Equal(0, counter.Calls);
    }

    [Fact]
    public async Task A_last_message_larger_than_its_share_stays()
    {
        var model = new ScriptedModel(_ => "Summary.");
        await using var engine = new Engine(configure: model.Register);

        var reading = await PutAsync(engine, [.. History(3), Message("huge", new string('x', 4_000), minute: 9)], TenMessages);

        Assert.Equal(["huge"], reading.Messages.Select(message => message.Id));
    }

    [Fact]
    public async Task A_summary_too_large_for_the_model_is_summarised_like_messages()
    {
        var model = new ScriptedModel(_ => "Short.", contextWindow: 2_000);
        await using var engine = new Engine(configure: model.Register);
        var words = Enumerable.Range(0, 2_000).Select(i => $"word{i}").ToArray();

        var reading = await PutAsync(engine, History(8), TenMessages, context: string.Join(' ', words));

        Assert.Equal("Short.", reading.Session.Context);
        Assert.All(model.Inputs, input => Assert.True(input.Length / 4 < 2_000));
        var read = string.Concat(model.Inputs).Split([' ', '\n']).ToHashSet();
        Assert.All(words, word => Assert.Contains(word, read));
    }

    [Fact]
    [Trait("Trap", "T10")]
    public async Task A_message_appended_during_the_summary_is_kept()
    {
        Engine? engine = null;
        var model = new ScriptedModel(async _ =>
        {
            await AppendAsync(engine!, default, Message("meanwhile", "And another thing", minute: 30));
            return "Summary.";
        });
        engine = new Engine(configure: model.Register);
        await using var _ = engine;

        var reading = await PutAsync(engine, History(8), TenMessages);

        Assert.Equal(["m4", "m5", "m6", "m7", "meanwhile"], reading.Messages.Select(message => message.Id));
        Assert.Equal("Summary.", reading.Session.Context);
    }

    [Fact]
    [Trait("Trap", "T10")]
    public async Task A_replacement_during_the_summary_is_not_overwritten()
    {
        Engine? engine = null;
        var others = History(8).Select(message => message with { Content = "Replaced " + message.Id }).ToArray();
        var model = new ScriptedModel(async _ =>
        {
            await PutAsync(engine!, others, context: "Theirs.");
            return "Ours.";
        });
        engine = new Engine(configure: model.Register);
        await using var _ = engine;

        await PutAsync(engine, History(8), TenMessages);

        var session = await ReadAsync(engine);
        Assert.Equal("Theirs.", session.Context);
        Assert.Equal(others.Select(message => message.Content), session.Messages.Select(message => message.Content));
    }

    [Fact]
    [Trait("Trap", "T23")]
    public async Task Messages_that_left_for_the_summary_still_wait_for_extraction()
    {
        var model = new ScriptedModel(_ => "Summary.");
        await using var engine = new Engine(configure: model.Register);
        await PutAsync(engine, History(8), TenMessages);

        var backlog = await BacklogAsync(engine);

        Assert.Equal(["m0", "m1", "m2", "m3"], backlog!.Departed.Select(message => message.Id));
        Assert.Equal(4, backlog.Session!.Messages.Count(message => !message.DiscreteMemoryExtracted));
    }

    [Fact]
    [Trait("Trap", "T23")]
    public async Task Messages_are_records_of_their_own_before_they_leave_for_the_summary()
    {
        var model = new ScriptedModel(_ => "Summary.");
        await using var engine = new Engine(new() { IndexAllMessages = true, ExtractMemories = false }, configure: model.Register);
        var reading = await PutAsync(engine, History(8), TenMessages);

        Assert.Equal(4, reading.Messages.Count);
        Assert.Empty((await BacklogAsync(engine))!.Departed);
        for (var i = 0; i < 8; i++)
            Assert.NotNull(await engine.FindAsync($"m{i}"));
    }

    [Fact]
    [Trait("Trap", "T67")]
    public async Task A_client_that_sends_its_whole_history_again_has_nothing_extracted_again()
    {
        var model = new ScriptedModel(_ => "Summary.");
        await using var engine = new Engine(configure: model.Register);
        await PutAsync(engine, History(8));
        var seen = await ReadAsync(engine);
        await engine.Get<IWorkingMemoryStore>().CommitExtractionAsync(
            Engine.Everything, Key, new() { OperationId = "x", Messages = seen.Messages }, CancellationToken.None);
        await PutAsync(engine, History(8), TenMessages);

        await PutAsync(engine, History(9), TenMessages);

        var backlog = await BacklogAsync(engine);
        Assert.Empty(backlog!.Departed);
        Assert.Equal(["m8"], backlog.Session!.Messages.Where(message => !message.DiscreteMemoryExtracted).Select(message => message.Id));
    }

    [Fact]
    public async Task Appending_beyond_the_threshold_summarises_in_the_background()
    {
        var model = new ScriptedModel(_ => "Summary.");
        await using var engine = new Engine(configure: model.Register);
        foreach (var message in History(7))
            await AppendAsync(engine, TenMessages, message);
        await engine.RunDueTasksAsync();
        Assert.Empty(model.Inputs);

        await AppendAsync(engine, TenMessages, History(8)[7]);
        Assert.Equal(8, (await ReadAsync(engine)).Messages.Count);
        await engine.RunDueTasksAsync();

        Assert.Equal(["m4", "m5", "m6", "m7"], (await ReadAsync(engine)).Messages.Select(message => message.Id));
    }

    [Fact]
    public async Task Two_summarisers_of_one_session_summarise_it_once()
    {
        var model = new ScriptedModel(_ => "Summary.");
        await using var engine = new Engine(configure: model.Register);
        var session = (await PutAsync(engine, History(8))).Session;
        var summarizer = engine.Get<SessionSummarizer>();

        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(
            () => summarizer.TryAsync(Engine.Everything, session, TenMessages, CancellationToken.None))));

        var after = await ReadAsync(engine);
        Assert.Equal((4, "Summary.", 100), (after.Messages.Count, after.Context, after.Tokens));
    }

    private static MemoryMessage[] History(int count) =>
        [.. Enumerable.Range(0, count).Select(i => Message($"m{i}", $"{i,-34}", minute: i))];

    private static MemoryMessage[] Plain() =>
    [
        Message("p1", "I moved to Oslo in March 2024 with my sister Maya.", minute: 1),
        Message("p2", "That sounds like a big change, well done!", "assistant", 2),
        Message("p3", "We decided to rent the flat on Storgata 12.", minute: 3),
        Message("p4", "ok", minute: 4),
        Message("p5", "Thanks a lot for listening to me today, friend.", minute: 5),
        Message("p6", "Any time, see you soon and take care then.", "assistant", 6),
        Message("p7", "Bye", minute: 7),
    ];

    private static SessionSummarizer Summarizer(Engine engine, IWorkingMemoryStore store, TimeProvider time) => new(
        store, engine.Get<PromoteWorkingMemory>(), engine.Get<SummaryWriter>(), engine.Get<ITokenCounter>(),
        engine.Get<EngineOptions>(), time, NullLogger<SessionSummarizer>.Instance);

    private static async Task<Session> ReadAsync(Engine engine) => (await FindAsync(engine))!;

    private static Task<Session?> FindAsync(Engine engine) =>
        engine.Get<IWorkingMemoryStore>().FindAsync(Engine.Everything, new("s1", "demo", "alice"), CancellationToken.None).AsTask();

    private static Task<ExtractionBacklog?> BacklogAsync(Engine engine) =>
        engine.Get<IWorkingMemoryStore>().FindUnextractedAsync(Engine.Everything, Key, CancellationToken.None).AsTask();

    private static Task<SessionReading> PutAsync(
        Engine engine, MemoryMessage[] messages, ContextWindow window = default, string? context = null, int tokens = 0) =>
        engine.Sessions.PutAsync(
            Engine.Everything, new SessionReplacement { Key = Key, Messages = messages, Context = context, Tokens = tokens },
            window, WriteCondition.None, CancellationToken.None);

    private static Task<AppendResult> AppendAsync(Engine engine, ContextWindow window, params MemoryMessage[] messages) =>
        engine.Sessions.AppendAsync(
            Engine.Everything, new SessionAppend { Key = Key, Messages = messages }, window, WriteCondition.None, CancellationToken.None);

    private sealed class CountingCounter : ITokenCounter
    {
        public int Calls { get; private set; }

        public int Count(ReadOnlySpan<char> role, ReadOnlySpan<char> content)
        {
            Calls++;
            return 1;
        }
    }

    /// <summary>Timers run out a thousand times as fast.</summary>
    private sealed class HastyTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime / 1000, period);
    }
}
