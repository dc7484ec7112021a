using AgentMemory.Mcp.Callers;
using AgentMemory.Mcp.Tests.Support;
using ModelContextProtocol.Protocol;

namespace AgentMemory.Mcp.Tests.Resources;

public sealed class SessionCompletionTests(SessionCompletionTests.Host host) : IClassFixture<SessionCompletionTests.Host>
{
    private static readonly PromptReference Prompt = new() { Name = "memory_prompt" };

    [Theory]
    [InlineData("trip", "trip-rome,trip-oslo")]
    [InlineData("TRIP", "")]
    [InlineData("", "work,trip-rome,trip-oslo")]
    public async Task Ids_of_the_callers_sessions_are_offered_newest_first(string begun, string expected)
    {
        Assert.Equal(expected, await CompleteAsync(Prompt, "session_id", begun, "ann"));
        Assert.Equal(expected, await CompleteAsync(
            new ResourceTemplateReference { Uri = "memory://sessions/{session_id}" }, "session_id", begun, "ann"));
    }

    [Fact]
    public async Task Nothing_else_is_completed()
    {
        Assert.Equal("", await CompleteAsync(Prompt, "query", "", "ann"));
        Assert.Equal("", await CompleteAsync(new PromptReference { Name = "greeting" }, "session_id", "", "ann"));
        Assert.Equal("", await CompleteAsync(new ResourceTemplateReference { Uri = "memory://memories/{memory_id}" }, "memory_id", "", "ann"));
        Assert.Equal("", await CompleteAsync(Prompt, "session_id", "", "bob"));
    }

    private async Task<string> CompleteAsync(Reference reference, string argument, string begun, string user)
    {
        await using var connection = await host.ConnectAsync(defaults: new CallDefaults(null, user));
        var result = await connection.Client.CompleteAsync(reference, argument, begun);
        return string.Join(',', result.Completion.Values);
    }

    public sealed class Host : McpHost
    {
        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            await using var connection = await ConnectAsync(defaults: new CallDefaults(null, "ann"));
            foreach (var session in new[] { "trip-oslo", "trip-rome", "work" })
                Assert.False((await connection.CallAsync("set_working_memory", $$"""{"session_id": "{{session}}"}""")).IsError);
        }
    }
}
