namespace AgentMemory.Mcp.Clients.Tests.Clients;

/// <summary>What a client is to be connected to, and as whom.</summary>
/// <param name="Address">Of the server's MCP interface.</param>
/// <param name="DataFolder">Of the same server: what a process on stdio shares with it.</param>
/// <param name="Token">For servers with authentication.</param>
/// <param name="Namespace">What calls that name no namespace are about.</param>
public sealed record ConnectionRequest(Uri Address, string DataFolder, string? Token = null, string? Namespace = null)
{
    private string Prefix => Namespace is null ? "" : $"{Uri.EscapeDataString(Namespace)}/";

    public Uri Endpoint(string transport) => new(Address, $"{Prefix}{(transport == "sse" ? "sse" : "mcp")}");

    /// <summary>Of <c>agent-memory</c>, as a client is told to start it.</summary>
    public IReadOnlyList<string> Arguments(string transport) =>
    [
        "mcp",
        .. transport == "bridge" ? (string[])["--server", Address.AbsoluteUri] : [],
        .. Namespace is null ? (string[])[] : ["--namespace", Namespace],
    ];

    public IReadOnlyDictionary<string, string> Variables(string transport) => transport == "bridge"
        ? Token is null ? new Dictionary<string, string>() : new() { ["AGENT_MEMORY_TOKEN"] = Token }
        : new() { ["AGENT_MEMORY_DATA"] = DataFolder, ["LOG_LEVEL"] = "WARNING" };

    public IReadOnlyDictionary<string, string> Headers =>
        Token is null ? new Dictionary<string, string>() : new() { ["Authorization"] = $"Bearer {Token}" };
}
