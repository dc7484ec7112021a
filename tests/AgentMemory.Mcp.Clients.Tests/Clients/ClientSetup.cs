namespace AgentMemory.Mcp.Clients.Tests.Clients;

/// <summary>One of MCP's clients, and what carries its messages.</summary>
/// <param name="Client">
/// "sdk": npm @modelcontextprotocol/sdk; "client": npm @modelcontextprotocol/client, its successor; "C#": ModelContextProtocol.
/// </param>
/// <param name="Transport">"stdio", "http", "sse", or "bridge" for stdio to <c>agent-memory mcp --server</c>.</param>
/// <param name="Revision">The protocol's revision it insists on; <see langword="null"/> leaves it to the client.</param>
public sealed record ClientSetup(string Client, string Transport, string? Revision = null)
{
    public static IReadOnlyList<ClientSetup> All { get; } =
    [
        new("sdk", "stdio"), new("sdk", "http"), new("sdk", "sse"), new("sdk", "bridge"),
        new("client", "stdio"), new("client", "http"), new("client", "sse"),
        new("client", "stdio", "2026-07-28"), new("client", "http", "2026-07-28"), new("client", "bridge", "2026-07-28"),
        new("C#", "stdio", "2025-11-25"), new("C#", "http", "2025-06-18"), new("C#", "sse", "2025-11-25"),
        new("C#", "stdio", "2026-07-28"), new("C#", "http", "2026-07-28"), new("C#", "bridge", "2026-07-28"),
    ];

    public string Name => $"{Client} over {Transport}{(Revision is null ? "" : $", {Revision}")}";

    /// <summary>Whether an address says where the server is.</summary>
    public bool IsHttp => Transport is "http" or "sse";

    public static ClientSetup Named(string name) => All.Single(setup => setup.Name == name);

    /// <summary>Every setup of which this holds, by name.</summary>
    public static TheoryData<string> Where(Func<ClientSetup, bool> condition)
    {
        var data = new TheoryData<string>();
        foreach (var setup in All.Where(condition))
            data.Add(setup.Name);
        return data;
    }
}
