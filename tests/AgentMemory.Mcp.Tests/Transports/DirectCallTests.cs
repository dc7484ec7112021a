using System.Text.Json;
using AgentMemory.Mcp.Callers;
using AgentMemory.Mcp.Tests.Transports.Support;
using AgentMemory.Tenancy.Tests.Server;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Server;

namespace AgentMemory.Mcp.Tests.Transports;

/// <summary>Calls that are answered without a server of their own are answered as that server would.</summary>
public sealed class DirectCallTests(DirectCallTests.Sites sites) : IClassFixture<DirectCallTests.Sites>
{
    private const string Earlier = "2025-11-25";

    public static TheoryData<string> Calls =>
    [
        """{"name":"get_long_term_memory","arguments":{"memory_id":"kept"}}""",
        """{"name":"get_long_term_memory","arguments":{"memory_id":"none"}}""",
        """{"name":"search_long_term_memory","arguments":{"text":"æøå \"tea\" 🫖 \u2028 </script>"}}""",
        """{"name":"search_long_term_memory","arguments":{"text":"tea","limit":101}}""",
        """{"name":"search_long_term_memory"}""",
        """{"name":"search_long_term_memory","arguments":null}""",
        """{"name":"search_memory","arguments":{"query":"tea"}}""",
        """{"name":"search_long_term_memory","arguments":{"text":null,"namespace":null,"limit":"1","hybrid_alpha":7}}""",
        """{"name":"search_long_term_memory","arguments":{"text":"tea","topics":" {\"any\":[\"tea\"]}","user_id":"null"}}""",
        """{"name":"search_long_term_memory","arguments":{"text":"tea","topics":"\u007b\"eq\":\"coffee\"}"}}""",
        """{"name":"search_long_term_memory","arguments":{"text":"{\"eq\":1}","limit":0,"unknown":[1],"recency_boost":"perhaps"}}""",
        """{"name":"set_working_memory","arguments":{"session_id":"s","ttl_seconds":null,"messages":[{"id":"m","role":"user","content":"hi"}]}}""",
        """{"name":"create_long_term_memories","arguments":{ "memories" : [ {"text":7, "metadata" : { } } ] }}""",
        """{"name":"search_memory","arguments":{"query":"tea","topics":["tea"],"user_id":"","max_results":3}}""",
        """{"name":"store_memory","arguments":{"memory":"User likes cake","user_id":7}}""",
        """{"name":"no_such_tool","arguments":{}}""",
        """{"name":"get_long_term_memory","arguments":[1]}""",
        """{"arguments":{}}""",
        """{"name":"get_long_term_memory","arguments":{"memory_id":"kept"},"task":{"ttl":1}}""",
    ];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task The_newest_revision_gets_the_same_answer(string parameters)
    {
        var direct = await sites.Direct.CallNewestAsync("/mcp", "tools/call", parameters);
        var served = await sites.Served.CallNewestAsync("/mcp", "tools/call", parameters);

        AssertSame(served, direct);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Earlier_revisions_get_the_same_answer(string parameters)
    {
        var request = $$"""{"jsonrpc":"2.0","id":"an id","method":"tools/call","params":{{parameters}} }""";

        var direct = await sites.Direct.PostAsync("/mcp", request, ("MCP-Protocol-Version", Earlier));
        var served = await sites.Served.PostAsync("/mcp", request, ("MCP-Protocol-Version", Earlier));

        AssertSame(served, direct);
    }

    [Theory]
    [InlineData("""{"progressToken":1,"vendor.example/note":[]}""", null)]
    [InlineData("""{"io.modelcontextprotocol/clientCapabilities":{}}""", null)]
    [InlineData("""{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{},"io.modelcontextprotocol/clientInfo":{"name":"a","version":"1"},"progressToken":"p"}""", Posting.Newest)]
    [InlineData("""{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{},"io.modelcontextprotocol/clientInfo":{"name":7}}""", Posting.Newest)]
    [InlineData("""{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{},"io.modelcontextprotocol/logLevel":"loud"}""", Posting.Newest)]
    public async Task Metadata_means_the_same(string metadata, string? revision)
    {
        var request = Posting.NewestRequest("tools/call", """{"name":"get_long_term_memory","arguments":{"memory_id":"kept"}}""", metadata);
        (string, string)[] headers = revision is null
            ? []
            : [("MCP-Protocol-Version", revision), ("Mcp-Method", "tools/call"), ("Mcp-Name", "get_long_term_memory")];

        AssertSame(await sites.Served.PostAsync("/mcp", request, headers), await sites.Direct.PostAsync("/mcp", request, headers));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-7")]
    [InlineData("\"\"")]
    [InlineData("\"a \\\"quoted\\\" \\u00e6 id\\n\"")]
    [InlineData("1.5")]
    [InlineData("1e2")]
    [InlineData("null")]
    public async Task Ids_are_told_back_the_same(string id)
    {
        var request = $$$"""
            {"params":{"arguments":{"memory_id":"kept"},"name":"get_long_term_memory"},"method":"tools/call","id":{{{id}}},"jsonrpc":"2.0"}
            """;

        AssertSame(await sites.Served.PostAsync("/mcp", request), await sites.Direct.PostAsync("/mcp", request));
    }

    [Theory]
    [InlineData("""{"jsonrpc":"1.0","id":1,"method":"tools/call","params":{"name":"get_current_datetime"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":[]}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":null}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_long_term_memory","_meta":7}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_long_term_memory","_meta":null}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_long_term_memory"},"result":{}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_long_term_memory"},"more":{}}""")]
    public async Task Odd_messages_mean_the_same(string request) =>
        AssertSame(await sites.Served.PostAsync("/mcp", request), await sites.Direct.PostAsync("/mcp", request));

    private static void AssertSame(Posted served, Posted direct)
    {
        Assert.Equal((served.Status, served.MediaType), (direct.Status, direct.MediaType));
        Assert.Equal(Headers(served), Headers(direct));
        Assert.True(JsonElement.DeepEquals(served.Message, direct.Message), $"{served.Text}\n{direct.Text}");
    }

    private static IEnumerable<string> Headers(Posted answer) =>
        answer.Headers.Where(header => header.Key != "Date").Select(header => $"{header.Key}: {string.Join(", ", header.Value)}").Order();

    /// <summary>Two servers that know the same; of one, every call gets a server.</summary>
    public sealed class Sites : IAsyncLifetime
    {
        internal McpSite Direct { get; private set; } = null!;

        internal McpSite Served { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Direct = await McpSite.StartAsync(StopClock);
            Served = await McpSite.StartAsync(services => StopClock(services.AddSingleton<IMcpProtocol, WithoutDirectTools>()));
            foreach (var site in new[] { Direct, Served })
            {
                var created = await site.PostAsync("/mcp", Posting.ToolCall(1, "create_long_term_memories", """
                    {"memories":[{"id":"kept","text":"User likes \"tea\" <b> 🫖","topics":["tea"],
                     "metadata":{ "a" : [ ], "b\\n" : { "c" : "\u2028 / \/ \"" } } }]}
                    """));
                Assert.False(created.Result.GetProperty("isError").GetBoolean());
            }
        }

        /// <summary>Neither time nor an access, counted a while after the last, tells the answers apart.</summary>
        private static void StopClock(IServiceCollection services) => services.AddSingleton<TimeProvider, StoppedClock>();

        public async Task DisposeAsync()
        {
            await Direct.DisposeAsync();
            await Served.DisposeAsync();
        }
    }

    private sealed class WithoutDirectTools(MemoryMcpProtocol protocol) : IMcpProtocol
    {
        public McpServerOptions OptionsFor(McpCaller caller) => protocol.OptionsFor(caller);
    }
}
