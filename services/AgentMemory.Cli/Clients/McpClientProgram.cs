namespace AgentMemory.Cli.Clients;

/// <summary>A program that uses MCP servers, and where it reads which.</summary>
/// <param name="Name">As given to <c>--client</c>.</param>
/// <param name="Title">As people know it.</param>
/// <param name="Servers">The member of its configuration that holds the servers, by name.</param>
/// <param name="UserFile">For all the user does.</param>
/// <param name="ProjectFile">For one project; <see langword="null"/> where it knows no projects.</param>
/// <param name="NamesTransport">Whether an entry says what carries it (<c>type</c>).</param>
/// <param name="ReachesServers">Whether an entry may be an address, or only a command to start.</param>
internal sealed record McpClientProgram(
    string Name,
    string Title,
    string Servers,
    string UserFile,
    string? ProjectFile,
    bool NamesTransport,
    bool ReachesServers)
{
    public static IReadOnlyList<string> Names { get; } = [.. In(new("", "", "")).Select(program => program.Name)];

    public static McpClientProgram Of(string name, UserFolders folders) => In(folders).Single(program => program.Name == name);

    private static McpClientProgram[] In(UserFolders folders) =>
    [
        new("claude", "Claude Desktop", "mcpServers",
            Path.Combine(folders.Configuration, "Claude", "claude_desktop_config.json"), null,
            NamesTransport: false, ReachesServers: false),
        new("claude-code", "Claude Code", "mcpServers",
            Path.Combine(folders.Home, ".claude.json"), Path.Combine(folders.Project, ".mcp.json"),
            NamesTransport: true, ReachesServers: true),
        new("cursor", "Cursor", "mcpServers",
            Path.Combine(folders.Home, ".cursor", "mcp.json"), Path.Combine(folders.Project, ".cursor", "mcp.json"),
            NamesTransport: false, ReachesServers: true),
        new("vscode", "VS Code", "servers",
            Path.Combine(folders.Configuration, "Code", "User", "mcp.json"), Path.Combine(folders.Project, ".vscode", "mcp.json"),
            NamesTransport: true, ReachesServers: true),
    ];
}
