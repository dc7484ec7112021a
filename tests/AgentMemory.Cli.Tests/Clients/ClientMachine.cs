using System.Text.Json;

namespace AgentMemory.Cli.Tests.Clients;

/// <summary>A user's folders with nothing in them, where the tool runs and clients keep their configuration.</summary>
internal sealed class ClientMachine : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("agent-memory-home-");

    public ClientMachine()
    {
        Tool.Variables["HOME"] = Tool.Variables["USERPROFILE"] = _home.FullName;
        Tool.Variables["XDG_CONFIG_HOME"] = Tool.Variables["APPDATA"] = Configuration;
    }

    public CommandLine Tool { get; } = new();

    public string Project => Tool.Folder;

    private string Configuration => OperatingSystem.IsMacOS()
        ? Path.Combine(_home.FullName, "Library", "Application Support")
        : Path.Combine(_home.FullName, ".config");

    /// <summary>Where the client, by its documentation, reads what it does for the user.</summary>
    public string UserFile(string client) => client switch
    {
        "claude" => Path.Combine(Configuration, "Claude", "claude_desktop_config.json"),
        "claude-code" => Path.Combine(_home.FullName, ".claude.json"),
        "cursor" => Path.Combine(_home.FullName, ".cursor", "mcp.json"),
        _ => Path.Combine(Configuration, "Code", "User", "mcp.json"),
    };

    public static string Servers(string client) => client == "vscode" ? "servers" : "mcpServers";

    public async Task<CommandResult> InstallAsync(string client, params string[] options) =>
        await Tool.RunAsync(["mcp", "install", "--client", client, .. options]);

    public async Task<string> InstalledAsync(string client, params string[] options)
    {
        var result = await InstallAsync(client, options);
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Output;
    }

    public void Write(string client, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(UserFile(client))!);
        File.WriteAllText(UserFile(client), text);
    }

    public JsonElement Entry(string client, string name = "agent-memory") =>
        Json(UserFile(client)).GetProperty(Servers(client)).GetProperty(name);

    public static JsonElement Json(string path) => JsonDocument.Parse(File.ReadAllText(path)).RootElement;

    public void Dispose()
    {
        Tool.Dispose();
        _home.Delete(recursive: true);
    }
}
