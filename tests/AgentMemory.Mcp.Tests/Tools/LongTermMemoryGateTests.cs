using AgentMemory.Mcp.Tests.Support;

namespace AgentMemory.Mcp.Tests.Tools;

/// <summary>With long-term memory off, sessions work and the rest says why it does not.</summary>
public sealed class LongTermMemoryGateTests(LongTermMemoryGateTests.Host host) : IClassFixture<LongTermMemoryGateTests.Host>
{
    [Theory]
    [InlineData("create_long_term_memories", """{"memories": [{"text": "x"}]}""")]
    [InlineData("search_long_term_memory", """{"text": "x"}""")]
    [InlineData("memory_prompt", """{"query": "x"}""")]
    [InlineData("get_long_term_memory", """{"memory_id": "x"}""")]
    [InlineData("edit_long_term_memory", """{"memory_id": "x", "text": "y"}""")]
    [InlineData("delete_long_term_memories", """{"memory_ids": ["x"]}""")]
    [InlineData("compact_long_term_memories", "{}")]
    public async Task What_needs_it_is_refused(string tool, string arguments)
    {
        await using var connection = await host.ConnectAsync();

        Assert.Equal("400: Long-term memory is disabled", (await connection.CallAsync(tool, arguments)).Failure(tool));
    }

    [Theory]
    [InlineData("set_working_memory", """{"session_id": "x"}""")]
    [InlineData("get_working_memory", """{"session_id": "x"}""")]
    [InlineData("memory_prompt", """{"query": "x", "session_id": {"eq": "x"}, "include_long_term_search": false}""")]
    public async Task What_does_not_need_it_works(string tool, string arguments)
    {
        await using var connection = await host.ConnectAsync();

        Assert.False((await connection.CallAsync(tool, arguments)).IsError);
    }

    public sealed class Host : McpHost
    {
        protected override EngineOptions Engine => new() { LongTermMemory = false };
    }
}
