using AgentMemory.Mcp.Callers;
using AgentMemory.Mcp.Tests.Support;
using AgentMemory.Tenancy;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AgentMemory.Mcp.Tests.Prompts;

public sealed class MemoryPromptPromptTests(MemoryPromptPromptTests.Host host) : IClassFixture<MemoryPromptPromptTests.Host>
{
    private const string Name = "memory_prompt";

    [Fact]
    public async Task The_prompt_is_listed_with_its_arguments()
    {
        await using var connection = await host.ConnectAsync();

        var prompt = Assert.Single(await connection.Client.ListPromptsAsync()).ProtocolPrompt;

        Assert.Equal(Name, prompt.Name);
        Assert.Equal(
            [("query", true), ("session_id", false), ("namespace", false), ("user_id", false)],
            prompt.Arguments!.Select(argument => (argument.Name, argument.Required == true)));
    }

    /// <summary>The protocol has no system messages: their headings tell them from the user's own.</summary>
    [Fact]
    public async Task Summary_and_memories_are_said_as_user_under_their_headings()
    {
        await using var connection = await host.ConnectAsync();

        var prompt = await connection.GetPromptAsync(Name, """{"query": "Any boats?", "session_id": "chat"}""");

        Assert.Equal([Role.User, Role.User, Role.Assistant, Role.User, Role.User], prompt.Messages.Select(message => message.Role));
        var texts = prompt.Messages.Select(message => Assert.IsType<TextContentBlock>(message.Content).Text).ToArray();
        Assert.Equal("## A summary of the conversation so far:\nThey talked.", texts[0]);
        Assert.Equal(["Hello", "Hi"], texts[1..3]);
        Assert.StartsWith("## Long term memories related to the user's query\n- User owns boats (ID: boats)", texts[3], StringComparison.Ordinal);
        Assert.Equal("Any boats?", texts[4]);
    }

    [Theory]
    [InlineData(null, """{"query": "boats"}""", true)]
    [InlineData(null, """{"query": "boats", "user_id": "bob"}""", false)]
    [InlineData("bob", """{"query": "boats"}""", false)]
    [InlineData("bob", """{"query": "boats", "user_id": "ann"}""", true)]
    public async Task Arguments_beat_what_the_connection_says(string? user, string arguments, bool isFound)
    {
        await using var connection = await host.ConnectAsync(defaults: new CallDefaults(null, user));

        var prompt = await connection.GetPromptAsync(Name, arguments);

        Assert.Equal(isFound, Assert.IsType<TextContentBlock>(prompt.Messages[0].Content).Text.Contains("(ID: boats)", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Name, "{}", "query: Field required")]
    [InlineData(Name, """{"query": "boats", "user_id": "ann"}""", "403: This token may not use user_id \"ann\": it is bound to \"bob\"")]
    [InlineData("greeting", "{}", "Unknown prompt: 'greeting'. Available is memory_prompt")]
    public async Task Failures_are_errors_of_the_protocol(string name, string arguments, string message)
    {
        await using var connection = await host.ConnectAsync(AccessScope.Bound(null, ["bob"]));

        var failure = await Assert.ThrowsAsync<McpProtocolException>(() => connection.GetPromptAsync(name, arguments));

        Assert.Equal(McpErrorCode.InvalidParams, failure.ErrorCode);
        Assert.EndsWith(message, failure.Message, StringComparison.Ordinal);
    }

    public sealed class Host : McpHost
    {
        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            await using var connection = await ConnectAsync(defaults: new CallDefaults(null, "ann"));
            Assert.False((await connection.CallAsync("set_working_memory", """
                {"session_id": "chat", "context": "They talked.",
                 "messages": [{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Hi"}]}
                """)).IsError);
            Assert.False((await connection.CallAsync(
                "create_long_term_memories", """{"memories": [{"id": "boats", "text": "User owns boats"}]}""")).IsError);
        }
    }
}
