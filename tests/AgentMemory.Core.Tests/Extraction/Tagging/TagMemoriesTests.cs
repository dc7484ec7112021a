using System.Text.Json;
using AgentMemory.Extraction.Tagging;
using AgentMemory.LanguageModels;
using AgentMemory.LongTermMemory;
using AgentMemory.ModelServers;
using static AgentMemory.Tests.Records;

namespace AgentMemory.Tests.Extraction.Tagging;

[Trait("Spec", "10.14")]
public sealed class TagMemoriesTests : IAsyncLifetime
{
    private ModelServer _server = null!;
    private Engine _engine = null!;

    public async Task InitializeAsync()
    {
        _server = await ModelServer.StartAsync();
        _server.Answer = request => TagsFor(request, """["Travel, Norway","trains","summer","more"]""", """["Oslo","Oslo","  "]""");
        _engine = LanguageModelServices.StartEngine(_server);
    }

    public async Task DisposeAsync()
    {
        await _engine.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Many_records_get_their_tags_by_one_call()
    {
        MemoryRecord[] records = [.. Enumerable.Range(0, 20).Select(number => Memory($"m{number}", $"Text {number}"))];
        await CreateAndTagAsync(records);

        Assert.Equal(1, _server.Calls);
        var tagged = (await _engine.FindAsync("m19"))!;
        Assert.Equal(["Travel Norway", "trains", "summer"], tagged.Topics);
        Assert.Equal(["Oslo"], tagged.Entities);
        Assert.Equal("Text 19", tagged.Text);
    }

    [Fact]
    [Trait("Trap", "T61")]
    public async Task What_the_caller_gave_is_never_touched()
    {
        await CreateAndTagAsync(
            Memory("topics") with { Topics = ["mine"] }, Memory("entities", "Other text") with { Entities = ["Mine"] },
            Memory("both", "Third text") with { Topics = ["mine"], Entities = ["Mine"] });

        AssertTags(["mine"], ["Oslo"], await _engine.FindAsync("topics"));
        AssertTags(["Travel Norway", "trains", "summer"], ["Mine"], await _engine.FindAsync("entities"));
        AssertTags(["mine"], ["Mine"], await _engine.FindAsync("both"));
    }

    [Fact]
    [Trait("Trap", "T61")]
    public async Task A_repeated_task_asks_nothing_and_changes_nothing()
    {
        var record = Memory("m");
        await CreateAndTagAsync(record);
        var once = await _engine.FindAsync("m");
        _server.Answer = request => TagsFor(request, """["other"]""", """["Other"]""");

        await TagAsync(record);

        Assert.Equal(1, _server.Calls);
        Assert.Equal(once!.Version, (await _engine.FindAsync("m"))!.Version);
    }

    [Fact]
    [Trait("Spec", "15.11")]
    [Trait("Trap", "T73")]
    public async Task A_record_that_is_deleted_meanwhile_stays_deleted()
    {
        var record = Memory("m");
        await _engine.CreateAsync(record);

        await TagWhileAsync(record, () => _engine.Memories.DeleteAsync(
            Engine.Everything, [new("m")], WriteCondition.None, CancellationToken.None));

        Assert.Null(await _engine.FindAsync("m"));
    }

    [Fact]
    public async Task Tags_of_a_text_that_was_changed_meanwhile_are_dropped()
    {
        var record = Memory("m");
        await _engine.Get<ILongTermMemoryStore>().UpsertAsync(
            Engine.Everything, [record], new() { OperationId = "create" }, CancellationToken.None);

        await TagWhileAsync(record, () => EditAsync(new() { Text = "Something else entirely" }));

        var edited = (await _engine.FindAsync("m"))!;
        Assert.Equal("Something else entirely", edited.Text);
        Assert.True(edited.Topics is null or { Count: 0 });
    }

    [Fact]
    public async Task Tags_that_a_caller_gives_meanwhile_win()
    {
        var record = Memory("m");
        await _engine.CreateAsync(record);

        await TagWhileAsync(record, () => EditAsync(new() { Topics = ["mine"] }));

        AssertTags(["mine"], ["Oslo"], await _engine.FindAsync("m"));
    }

    [Fact]
    public async Task Without_a_model_rules_find_them_before_anything_is_written()
    {
        await using var engine = new Engine();
        await engine.CreateAsync(Memory("m", "I work as a software engineer at Contoso in Lisbon"));

        var created = (await engine.FindAsync("m"))!;
        await engine.RunDueTasksAsync();

        Assert.Contains("Lisbon", created.Entities!);
        Assert.Equal(created.Version, (await engine.FindAsync("m"))!.Version);
    }

    [Fact]
    public async Task What_is_switched_off_is_not_written()
    {
        await using var engine = LanguageModelServices.StartEngine(_server, new() { ExtractTopics = false });
        var record = Memory("m");
        await engine.CreateAsync(record);

        await RunAsync(engine, record);

        var tagged = (await engine.FindAsync("m"))!;
        Assert.True(tagged.Topics is null or { Count: 0 });
        Assert.Equal(["Oslo"], tagged.Entities);
    }

    [Fact]
    public async Task A_text_the_model_refuses_costs_the_others_nothing()
    {
        // The harmless question that shows whose fault it is has no schema.
        var tags = _server.Answer;
        _server.Answer = request => request.Schema is null ? "yes" : tags(request);
        _server.Refuses = request => request.User.Contains("bomb", StringComparison.Ordinal) ? "content policy" : null;

        await CreateAndTagAsync(Memory("a", "First"), Memory("b", "A bomb"), Memory("c", "Third"));

        Assert.Equal(["Oslo"], (await _engine.FindAsync("a"))!.Entities);
        Assert.Equal(["Oslo"], (await _engine.FindAsync("c"))!.Entities);
    }

    [Fact]
    public async Task A_model_that_is_down_leaves_the_task_to_be_repeated()
    {
        _server.Behaviour = ModelBehaviour.Refuse(503);

        var failure = await Assert.ThrowsAsync<ModelException>(() => CreateAndTagAsync(Memory("m")));

        Assert.Equal(ModelFailure.Unavailable, failure.Failure);
    }

    [Fact]
    public void Only_facts_that_lack_tags_are_queued()
    {
        MemoryRecord[] records =
        [
            Memory("none"), Memory("half") with { Topics = ["t"] },
            Memory("extracted") with { Topics = ["t"], ExtractedFrom = ["message-1"] },
            Memory("extracted, none") with { ExtractedFrom = ["message-1"] },
            Memory("message") with { MemoryType = MemoryType.Message },
            Memory("all") with { Topics = ["t"], Entities = ["E"] },
        ];

        var payload = Assert.Single(TagMemories.Requests(records)).Payload;

        Assert.Equal("""{"memory_ids":["none","half"]}""", payload);
        Assert.Equal(2, TagMemories.Requests(Enumerable.Range(0, 21).Select(number => Memory($"m{number}"))).Count());
    }

    private static void AssertTags(string[] topics, string[] entities, MemoryRecord? record)
    {
        Assert.Equal(topics, record!.Topics);
        Assert.Equal(entities, record.Entities);
    }

    private static string TagsFor(ModelRequest request, string topics, string entities)
    {
        var items = JsonElement.Parse(request.User).EnumerateArray().Select(item =>
            $$"""{"index":{{item.GetProperty("index")}},"topics":{{topics}},"entities":{{entities}}}""");
        return $$"""{"items":[{{string.Join(',', items)}}]}""";
    }

    private async Task CreateAndTagAsync(params MemoryRecord[] records)
    {
        await _engine.CreateAsync(records);
        await TagAsync(records);
    }

    private Task TagAsync(params MemoryRecord[] records) => RunAsync(_engine, records);

    private static async Task RunAsync(Engine engine, params MemoryRecord[] records)
    {
        foreach (var request in TagMemories.Requests(records))
            await engine.Queue.EnqueueAsync(request, CancellationToken.None);
        await engine.RunDueTasksAsync();
    }

    /// <summary>Does something after the model was asked and before it answers.</summary>
    private async Task TagWhileAsync(MemoryRecord record, Func<Task> act)
    {
        _server.Behaviour = ModelBehaviour.Slow(TimeSpan.FromSeconds(1));
        var tagging = TagAsync(record);
        while (_server.Calls == 0)
            await Task.Delay(5);
        await act();
        await tagging;
    }

    private Task<MemoryRecord> EditAsync(MemoryEdit edit) =>
        _engine.Memories.UpdateAsync(Engine.Everything, new("m"), edit, WriteCondition.None, CancellationToken.None);
}
