using AgentMemory.Mcp.Tests.Support;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace AgentMemory.Mcp.Tests.Tools;

public sealed class ToolListTests(McpHost host) : IClassFixture<McpHost>
{
    private static readonly string[] Names =
    [
        "get_current_datetime", "create_long_term_memories", "search_long_term_memory", "memory_prompt", "set_working_memory",
        "get_working_memory", "get_long_term_memory", "edit_long_term_memory", "delete_long_term_memories",
        "compact_long_term_memories",
    ];

    [Fact]
    public async Task Ten_tools_are_listed_and_no_older_name()
    {
        await using var connection = await host.ConnectAsync();

        Assert.Equal(Names, (await connection.Client.ListToolsAsync()).Select(tool => tool.Name));
    }

    [Fact]
    public async Task The_server_says_who_it_is_and_what_it_has()
    {
        await using var connection = await host.ConnectAsync();
        var client = connection.Client;

        var server = Assert.IsType<Implementation>(client.ServerInfo);
        Assert.Equal("Redis Agent Memory Server", server.Name);
        Assert.NotEmpty(server.Version);
        Assert.Contains("search it (search_long_term_memory)", client.ServerInstructions!, StringComparison.Ordinal);
        Assert.NotNull(client.ServerCapabilities.Tools);
        Assert.NotNull(client.ServerCapabilities.Prompts);
        Assert.NotNull(client.ServerCapabilities.Resources);
        Assert.NotNull(client.ServerCapabilities.Completions);
        Assert.NotEqual(true, client.ServerCapabilities.Tools.ListChanged);
        Assert.NotEqual(true, client.ServerCapabilities.Resources.Subscribe);
    }

    [Theory]
    [InlineData("CONTEXTUAL GROUNDING")]
    [InlineData("PRONOUNS")]
    [InlineData("TEMPORAL REFERENCES")]
    [InlineData("SPATIAL REFERENCES")]
    [InlineData("MANDATORY")]
    [InlineData("semantic")]
    [InlineData("episodic")]
    [InlineData("event_date")]
    [InlineData("Never invent session ids")]
    public async Task The_create_tool_teaches_how_to_write_a_memory(string words) =>
        Assert.Contains(words, (await FindAsync("create_long_term_memories")).Description, StringComparison.Ordinal);

    [Theory]
    [InlineData("search_long_term_memory", "text \"\" lists everything")]
    [InlineData("search_long_term_memory", "ISO 8601")]
    [InlineData("search_long_term_memory", "Never invent session ids")]
    [InlineData("edit_long_term_memory", "get_current_datetime")]
    [InlineData("edit_long_term_memory", "event_date")]
    [InlineData("edit_long_term_memory", "write the date into")]
    public async Task Descriptions_teach_a_model(string tool, string words) =>
        Assert.Contains(words, (await FindAsync(tool)).Description, StringComparison.Ordinal);

    [Theory]
    [InlineData("discrete semantic")]
    [InlineData("factual")]
    [InlineData("summaries")]
    [InlineData("settings")]
    [InlineData("actionable")]
    [InlineData("custom extraction prompt")]
    [InlineData("prompt template")]
    public async Task Strategies_are_explained_where_one_is_chosen(string words)
    {
        var strategy = (await FindAsync("set_working_memory")).JsonSchema.GetProperty("properties").GetProperty("long_term_memory_strategy");

        Assert.Contains(words, strategy.GetProperty("description").GetString(), StringComparison.Ordinal);
    }

    /// <summary>A model pays for every word on every turn.</summary>
    [Fact]
    public async Task All_descriptions_and_arguments_take_no_more_than_eighteen_kilobytes()
    {
        await using var connection = await host.ConnectAsync();

        var tools = await connection.Client.ListToolsAsync();

        Assert.InRange(tools.Sum(tool => tool.Description.Length + tool.JsonSchema.GetRawText().Length), 1, 18 * 1024);
    }

    [Theory]
    [InlineData("get_current_datetime", true, false)]
    [InlineData("search_long_term_memory", true, false)]
    [InlineData("memory_prompt", true, false)]
    [InlineData("get_working_memory", true, false)]
    [InlineData("get_long_term_memory", true, false)]
    [InlineData("create_long_term_memories", false, false)]
    [InlineData("compact_long_term_memories", false, false)]
    [InlineData("set_working_memory", false, true)]
    [InlineData("edit_long_term_memory", false, true)]
    [InlineData("delete_long_term_memories", false, true)]
    public async Task Hosts_are_told_what_a_tool_may_do(string tool, bool reads, bool destroys)
    {
        var annotations = Assert.IsType<ToolAnnotations>((await FindAsync(tool)).ProtocolTool.Annotations);

        Assert.Equal((reads, destroys), (annotations.ReadOnlyHint, annotations.DestructiveHint));
        Assert.False(annotations.OpenWorldHint);
        Assert.NotEmpty(annotations.Title!);
    }

    [Fact]
    public async Task An_unknown_tool_is_an_error_of_the_protocol_that_names_those_there_are()
    {
        await using var connection = await host.ConnectAsync();

        var failure = await Assert.ThrowsAsync<McpProtocolException>(() => connection.CallAsync("forget_everything"));

        Assert.Equal(McpErrorCode.InvalidParams, failure.ErrorCode);
        Assert.Contains("'forget_everything'", failure.Message, StringComparison.Ordinal);
        Assert.Contains(string.Join(", ", Names), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_never_changes_may_be_kept_by_clients_that_know_how()
    {
        await using var today = await host.ConnectAsync(protocol: "2026-07-28");
        await using var earlier = await host.ConnectAsync(protocol: "2025-11-25");

        var tools = await today.Client.ListToolsAsync(new ListToolsRequestParams());
        var prompts = await today.Client.ListPromptsAsync(new ListPromptsRequestParams());
        var templates = await today.Client.ListResourceTemplatesAsync(new ListResourceTemplatesRequestParams());
        var resources = await today.Client.ListResourcesAsync(new ListResourcesRequestParams());
        var before = await earlier.Client.ListToolsAsync(new ListToolsRequestParams());

        Assert.All<ICacheableResult>([tools, prompts, templates], result =>
            Assert.Equal((TimeSpan.FromHours(1), CacheScope.Public), (result.TimeToLive, result.CacheScope)));
        Assert.Equal((TimeSpan.Zero, CacheScope.Private), (resources.TimeToLive, resources.CacheScope));
        Assert.Equal((null, null, null), (before.TimeToLive, before.CacheScope, before.ResultType));
        Assert.Equal("complete", tools.ResultType);
    }

    private async Task<McpClientTool> FindAsync(string name)
    {
        await using var connection = await host.ConnectAsync();
        return (await connection.Client.ListToolsAsync()).Single(tool => tool.Name == name);
    }
}
