using AgentMemory.Mcp.Clients.Tests.Node;

namespace AgentMemory.Mcp.Clients.Tests.Clients;

/// <summary>What every client can do over everything that carries its messages. The JavaScript clients check each answer of a tool
/// against the schema that the tool declares, and refuse it otherwise.</summary>
public sealed class ClientTests(ConnectedClients clients) : IClassFixture<ConnectedClients>
{
    public static TheoryData<string> Clients { get; } = ClientSetup.Where(_ => true);

    public static TheoryData<string> HttpClients { get; } = ClientSetup.Where(setup => setup.IsHttp);

    public static TheoryData<string> OthersThanHttp { get; } = ClientSetup.Where(setup => !setup.IsHttp);

    [NpmTheory]
    [MemberData(nameof(Clients))]
    public async Task The_server_introduces_itself(string client)
    {
        var memory = await clients.ConnectAsync(client);

        Assert.Equal("Redis Agent Memory Server", memory.ServerName);
        Assert.Contains("search_long_term_memory", memory.Instructions, StringComparison.Ordinal);
        if (ClientSetup.Named(client).Revision is { } revision)
            Assert.Equal(revision, memory.Revision);
    }

    [NpmTheory]
    [MemberData(nameof(Clients))]
    public async Task Every_tool_answers_in_the_shape_that_it_declares(string client)
    {
        var tools = await ToolCaller.OfAsync(await clients.ConnectAsync(client));
        var (user, session) = ($"ann by {client}", $"trip of {client}");

        Assert.True((await tools.CallAsync("get_current_datetime", new { })).GetProperty("unix_ts").GetInt64() > 1_700_000_000);
        var written = await tools.CallAsync("set_working_memory", new
        {
            session_id = session,
            user_id = user,
            messages = new[] { new { role = "user", content = "I live in Oslo.", created_at = "2026-05-01T09:00:00Z" } },
            memories = new[] { new { text = "User lives in Oslo", memory_type = "semantic" } },
            data = new { step = 1 },
        });
        Assert.Equal(session, written.GetProperty("session_id").GetString());
        var read = await tools.CallAsync("get_working_memory", new { session_id = session, user_id = user });
        Assert.Equal("I live in Oslo.", read.GetProperty("messages")[0].GetProperty("content").GetString());

        await tools.CallAsync("create_long_term_memories", new
        {
            memories = new[]
            {
                new { text = "User prefers aisle seats", user_id = user, topics = new[] { "travel" }, memory_type = "semantic" },
            },
        });
        var found = await tools.CallAsync(
            "search_long_term_memory", new { text = "Which seats?", user_id = new { eq = user }, topics = new { any = new[] { "travel" } } });
        var id = Assert.Single(found.GetProperty("memories").EnumerateArray()).GetProperty("id").GetString();
        var edited = await tools.CallAsync(
            "edit_long_term_memory", new { memory_id = id, text = "User prefers window seats", event_date = "2026-05-01T09:00:00Z", pinned = true });
        Assert.Equal("User prefers window seats", edited.GetProperty("text").GetString());
        var one = await tools.CallAsync("get_long_term_memory", new { memory_id = id });
        Assert.True(one.GetProperty("pinned").GetBoolean());
        var prompt = await tools.CallAsync("memory_prompt", new
        {
            query = "Book my seat",
            session_id = new { eq = session },
            user_id = new { eq = user },
        });
        Assert.Contains("window seats", prompt.GetRawText(), StringComparison.Ordinal);
        await tools.CallAsync("compact_long_term_memories", new { user_id = user });
        await tools.CallAsync("delete_long_term_memories", new { memory_ids = new[] { id } });
        var left = await tools.CallAsync("search_long_term_memory", new { text = "seats", user_id = new { eq = user }, topics = new { any = new[] { "travel" } } });
        Assert.Empty(left.GetProperty("memories").EnumerateArray());

        Assert.Equal(tools.Listed.Order(StringComparer.Ordinal), tools.Called.Order(StringComparer.Ordinal));
    }

    [NpmTheory]
    [MemberData(nameof(Clients))]
    public async Task Arguments_may_arrive_as_JSON_in_strings(string client)
    {
        var tools = await ToolCaller.OfAsync(await clients.ConnectAsync(client));
        var user = $"bob by {client}";

        await tools.CallAsync("create_long_term_memories", new { memories = $$"""[{"text": "User plays chess", "user_id": "{{user}}"}]""" });
        var found = await tools.CallAsync(
            "search_long_term_memory", new { text = "chess", user_id = $$"""{"eq": "{{user}}"}""", limit = "5" });

        Assert.Equal("User plays chess", Assert.Single(found.GetProperty("memories").EnumerateArray()).GetProperty("text").GetString());
    }

    [NpmTheory]
    [MemberData(nameof(Clients))]
    public async Task What_is_wrong_is_told_to_the_model(string client)
    {
        var memory = await clients.ConnectAsync(client);

        var tooMany = await memory.CallToolAsync("search_long_term_memory", new { text = "x", limit = 1000 });
        Assert.True(tooMany.GetProperty("isError").GetBoolean());
        var message = tooMany.GetProperty("content")[0].GetProperty("text").GetString();
        Assert.StartsWith("Error executing tool search_long_term_memory: ", message, StringComparison.Ordinal);
        Assert.Contains("limit", message, StringComparison.Ordinal);

        var missing = await memory.CallToolAsync("get_long_term_memory", new { memory_id = "nothing" });
        Assert.Contains("404", missing.GetProperty("content")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<McpRequestException>(() => memory.CallToolAsync("no_such_tool", new { }));
    }

    [NpmTheory]
    [MemberData(nameof(Clients))]
    public async Task Prompts_and_resources_carry_what_is_remembered(string client)
    {
        var memory = await clients.ConnectAsync(client);
        var (user, session) = ($"eve by {client}", $"call of {client}");
        await (await ToolCaller.OfAsync(memory)).CallAsync("set_working_memory", new
        {
            session_id = session,
            user_id = user,
            messages = new[] { new { role = "user", content = "My cat is called Tove." } },
        });

        var prompt = Assert.Single((await memory.ListPromptsAsync()).GetProperty("prompts").EnumerateArray());
        var got = await memory.GetPromptAsync(prompt.GetProperty("name").GetString()!, new Dictionary<string, string>
        {
            ["query"] = "What is it called?",
            ["session_id"] = session,
            ["user_id"] = user,
        });
        var texts = got.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("content").GetProperty("text").GetString());
        Assert.Contains("My cat is called Tove.", texts);
        Assert.Contains("What is it called?", texts);

        var listed = (await memory.ListResourcesAsync()).GetProperty("resources").EnumerateArray()
            .Single(resource => resource.GetProperty("name").GetString() == session);
        var content = (await memory.ReadResourceAsync(listed.GetProperty("uri").GetString()!)).GetProperty("contents")[0];
        Assert.Contains("Tove", content.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty((await memory.ListResourceTemplatesAsync()).GetProperty("resourceTemplates").EnumerateArray());
        await Assert.ThrowsAsync<McpRequestException>(() => memory.ReadResourceAsync("memory://memories/nothing"));
    }

    [NpmTheory]
    [MemberData(nameof(HttpClients))]
    public Task The_namespace_in_the_address_holds_for_every_call(string client) => A_namespace_holds(client);

    [NpmTheory]
    [MemberData(nameof(OthersThanHttp))]
    public Task The_namespace_of_the_command_holds_for_every_call(string client) => A_namespace_holds(client);

    private async Task A_namespace_holds(string client)
    {
        var (home, user) = ($"home of {client}", $"liv by {client}");
        await using var connection = await McpConnections.OpenAsync(ClientSetup.Named(client), clients.Request with { Namespace = home });
        var tools = await ToolCaller.OfAsync(connection);
        await tools.CallAsync("create_long_term_memories", new { memories = new[] { new { text = "User rows", user_id = user } } });

        var inside = await tools.CallAsync("search_long_term_memory", new { text = "rows", user_id = new { eq = user } });
        Assert.Equal(home, Assert.Single(inside.GetProperty("memories").EnumerateArray()).GetProperty("namespace").GetString());

        // An argument is stronger than the address.
        var elsewhere = await tools.CallAsync(
            "search_long_term_memory", new { text = "rows", user_id = new { eq = user }, @namespace = new { eq = "work" } });
        Assert.Empty(elsewhere.GetProperty("memories").EnumerateArray());
    }
}
