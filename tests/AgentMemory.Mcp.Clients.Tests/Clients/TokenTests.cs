using AgentMemory.Mcp.Clients.Tests.Node;
using AgentMemory.Mcp.Clients.Tests.Servers;

namespace AgentMemory.Mcp.Clients.Tests.Clients;

/// <summary>Over the network a token is asked for, and says what its bearer may see.</summary>
public sealed class TokenTests(GuardedMemory memory) : IClassFixture<GuardedMemory>
{
    public static TheoryData<string> Clients { get; } = ClientSetup.Where(setup => setup.Transport != "stdio");

    /// <summary>A client on stdio that insists on one revision says of every refusal only that it was not agreed on.</summary>
    public static TheoryData<string> TellingClients { get; } = ClientSetup.Where(
        setup => setup.IsHttp || setup is { Transport: "bridge", Revision: null });

    [NpmTheory]
    [MemberData(nameof(Clients))]
    public async Task A_token_opens_its_namespace(string client)
    {
        await using var connection = await McpConnections.OpenAsync(ClientSetup.Named(client), memory.Request with
        {
            Token = memory.Token,
            Namespace = GuardedMemory.Namespace,
        });

        var tools = await ToolCaller.OfAsync(connection);
        await tools.CallAsync("create_long_term_memories", new { memories = new[] { new { text = $"User knows {client}" } } });
        var found = await tools.CallAsync("search_long_term_memory", new { text = client });
        Assert.NotEmpty(found.GetProperty("memories").EnumerateArray());

        var foreign = await connection.CallToolAsync(
            "create_long_term_memories", new { memories = new[] { new { text = "User is elsewhere", @namespace = "elsewhere" } } });
        Assert.True(foreign.GetProperty("isError").GetBoolean());
    }

    [NpmTheory]
    [MemberData(nameof(TellingClients))]
    public async Task Without_one_nothing_opens(string client)
    {
        var refusal = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using var connection = await McpConnections.OpenAsync(ClientSetup.Named(client), memory.Request);
            await connection.ListToolsAsync();
        });

        Assert.Matches("401|[Uu]nauthorized|[Aa]uthorization|token", refusal.ToString());
    }
}
