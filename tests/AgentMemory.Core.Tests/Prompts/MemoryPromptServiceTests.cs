using AgentMemory.Errors;
using AgentMemory.Prompts;
using AgentMemory.Search;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;
using static AgentMemory.Tests.Records;

namespace AgentMemory.Tests.Prompts;

[Trait("Spec", "2.13")]
public sealed class MemoryPromptServiceTests
{
    private static readonly SessionLookup Session = new("s1", "demo", "alice");

    [Fact]
    public async Task Neither_session_nor_search_is_refused_with_the_contracts_words()
    {
        await using var engine = new Engine();

        var refusal = await Assert.ThrowsAsync<InvalidRequestException>(() => BuildAsync(engine, new() { Query = "?" }));

        Assert.Equal("Either session or long_term_search must be provided", refusal.Message);
    }

    [Fact]
    public async Task Messages_come_as_summary_session_memories_and_query()
    {
        await using var engine = new Engine();
        await PutSessionAsync(engine);
        await engine.CreateAsync(Memory("r1", "Lives in\nOslo") with { UserId = "alice" });

        var prompt = await BuildAsync(engine, new() { Query = "Oslo?", Session = Session, DefaultSearch = true });

        Assert.Equal(["system", "user", "assistant", "assistant", "system", "user"], prompt.Messages.Select(message => message.Role));
        Assert.Matches(".*summary.*\nEarlier they met\\.$", prompt.Messages[0].Text);
        Assert.Equal(["Hello", "Hi", "Checked"], prompt.Messages.Skip(1).Take(3).Select(message => message.Text));
        Assert.Matches("^.*Long term memories.*\n- Lives in Oslo \\(ID: r1\\)$", prompt.Messages[4].Text);
        Assert.Equal("Oslo?", prompt.Messages[5].Text);
        Assert.Equal("r1", Assert.Single(prompt.LongTermMemories!).Id);
    }

    [Fact]
    public async Task A_missing_session_is_no_error() =>
        Assert.Equal([new PromptMessage("user", "Hi")], (await WithEngineAsync(new() { Query = "Hi", Session = Session })).Messages);

    [Fact]
    public async Task A_search_without_a_hit_still_adds_its_message()
    {
        var prompt = await WithEngineAsync(new() { Query = "Hi", DefaultSearch = true });

        Assert.Equal(["system", "user"], prompt.Messages.Select(message => message.Role));
        Assert.Contains("Long term memories", prompt.Messages[0].Text, StringComparison.Ordinal);
        Assert.Null(prompt.LongTermMemories);
    }

    [Fact]
    public async Task The_session_is_cut_to_the_models_window()
    {
        await using var engine = new Engine();
        await PutSessionAsync(engine);

        var prompt = await BuildAsync(engine, new() { Query = "Hi", Session = Session, Window = new(null, 1) });

        Assert.Equal(["Checked"], prompt.Messages.Skip(1).SkipLast(1).Select(message => message.Text));
    }

    [Fact]
    [Trait("Trap", "T8")]
    public async Task The_default_search_looks_for_the_query_among_the_users_other_sessions()
    {
        await using var engine = new Engine();
        var memory = Memory("here", "Likes coffee, here") with { UserId = "alice", SessionId = "s1" };
        await engine.CreateAsync(
            memory, memory with { Id = "elsewhere", SessionId = "s0" },
            memory with { Id = "bobs", UserId = "bob", SessionId = "s0" },
            memory with { Id = "tea", Text = "Likes tea", SessionId = "s0" });

        var prompt = await BuildAsync(engine, new() { Query = "coffee", Session = Session, DefaultSearch = true });

        Assert.Equal(["elsewhere"], prompt.LongTermMemories!.Select(hit => hit.Id));
    }

    [Fact]
    public async Task A_given_search_has_its_text_replaced_and_its_own_user_kept()
    {
        await using var engine = new Engine();
        var memory = Memory("a", "Likes coffee") with { UserId = "alice" };
        await engine.CreateAsync(memory, memory with { Id = "b", UserId = "bob" });
        var search = new MemorySearch { Text = "ignored", Filter = new() { UserId = TagFilter.Equal("bob") } };

        var prompt = await BuildAsync(engine, new() { Query = "coffee", Session = Session, Search = search });

        Assert.Equal(["b"], prompt.LongTermMemories!.Select(hit => hit.Id));
    }

    [Fact]
    public async Task Recalled_memories_take_the_configured_role()
    {
        await using var engine = new Engine(new() { MemoryPromptRole = "user" });

        var prompt = await BuildAsync(engine, new() { Query = "Hi", DefaultSearch = true });

        Assert.Equal(["user", "user"], prompt.Messages.Select(message => message.Role));
    }

    private static async Task<MemoryPrompt> WithEngineAsync(MemoryPromptRequest request)
    {
        await using var engine = new Engine();
        return await BuildAsync(engine, request);
    }

    private static Task<MemoryPrompt> BuildAsync(Engine engine, MemoryPromptRequest request) =>
        engine.Prompts.BuildAsync(Engine.Everything, request, CancellationToken.None);

    private static Task<SessionReading> PutSessionAsync(Engine engine) => engine.Sessions.PutAsync(
        Engine.Everything,
        new SessionReplacement
        {
            Key = new(new Owner("demo", "alice"), "s1"),
            Context = "Earlier they met.",
            Messages = [Message("1", "Hello"), Message("2", "Hi", "assistant"), Message("3", "Checked", "tool")],
        },
        default, WriteCondition.None, CancellationToken.None);
}
