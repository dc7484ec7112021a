using System.Runtime.Versioning;
using System.Text.Json;

namespace AgentMemory.Cli.Tests.Clients;

public sealed class McpInstallTests : IDisposable
{
    private const string Others =
        """{ "theme": "dark", "size": 1e400, "mcpServers": { "files": { "command": "npx", "args": ["-y", "é"] } } }""";

    private readonly ClientMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Theory]
    [InlineData("claude", null)]
    [InlineData("claude-code", "stdio")]
    [InlineData("cursor", null)]
    [InlineData("vscode", "stdio")]
    public async Task A_client_is_given_a_command_that_works_in_any_folder(string client, string? type)
    {
        await _machine.InstalledAsync(client, "--namespace", "home", "--user-id", "ann");

        var entry = _machine.Entry(client);
        Assert.Equal(type, entry.TryGetProperty("type", out var given) ? given.GetString() : null);
        Assert.True(Path.IsPathFullyQualified(entry.GetProperty("command").GetString()!));
        var arguments = entry.GetProperty("args").EnumerateArray().Select(argument => argument.GetString()!).ToArray();
        Assert.Equal(["mcp", "--namespace", "home", "--user-id", "ann"], arguments.SkipWhile(argument => argument != "mcp"));
        Assert.All(arguments.TakeWhile(argument => argument != "mcp"), path => Assert.True(File.Exists(path)));
        Assert.Equal(_machine.Tool.DataFolder, entry.GetProperty("env").GetProperty("AGENT_MEMORY_DATA").GetString());
    }

    [Theory]
    [InlineData("claude-code", ".mcp.json")]
    [InlineData("cursor", ".cursor/mcp.json")]
    [InlineData("vscode", ".vscode/mcp.json")]
    public async Task A_project_has_its_own_configuration(string client, string file)
    {
        await _machine.InstalledAsync(client, "--scope", "project", "--name", "notes");

        var servers = ClientMachine.Json(Path.Combine(_machine.Project, file)).GetProperty(ClientMachine.Servers(client));
        Assert.Equal("notes", Assert.Single(servers.EnumerateObject()).Name);
        Assert.False(File.Exists(_machine.UserFile(client)));
    }

    [Fact]
    public async Task What_else_the_file_holds_stays_and_the_file_as_it_was_too()
    {
        _machine.Write("claude", Others);

        var output = await _machine.InstalledAsync("claude");

        var file = File.ReadAllText(_machine.UserFile("claude"));
        var root = JsonDocument.Parse(file).RootElement;
        Assert.Equal("dark", root.GetProperty("theme").GetString());
        Assert.Contains("1e400", file, StringComparison.Ordinal);
        Assert.Contains("\"é\"", file, StringComparison.Ordinal);
        Assert.Equal(["files", "agent-memory"], root.GetProperty("mcpServers").EnumerateObject().Select(server => server.Name));
        var backup = output.Split('\n').Single(line => line.StartsWith("The file as it was: ", StringComparison.Ordinal))[20..];
        Assert.Equal(Others, File.ReadAllText(backup.TrimEnd('\r')));
    }

    [Fact]
    public async Task Twice_is_once()
    {
        await _machine.InstalledAsync("cursor");
        var once = File.ReadAllText(_machine.UserFile("cursor"));

        var output = await _machine.InstalledAsync("cursor");

        Assert.Contains("already", output, StringComparison.Ordinal);
        Assert.Equal(once, File.ReadAllText(_machine.UserFile("cursor")));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(_machine.UserFile("cursor"))!));
    }

    [Fact]
    public async Task Another_entry_of_the_name_is_replaced_only_by_force_and_keeps_what_the_user_added()
    {
        const string Earlier =
            """
            {"mcpServers": {"agent-memory": {"command": "old", "args": ["mcp"], "autoApprove": ["search"],
             "env": {"OPENAI_API_KEY": "sk-1", "AGENT_MEMORY_TOKEN": "am_old"}}}}
            """;
        _machine.Write("cursor", Earlier);

        var refused = await _machine.InstallAsync("cursor");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--force", refused.Error, StringComparison.Ordinal);
        Assert.Equal(Earlier, File.ReadAllText(_machine.UserFile("cursor")));

        await _machine.InstalledAsync("cursor", "--force");
        var entry = _machine.Entry("cursor");
        Assert.NotEqual("old", entry.GetProperty("command").GetString());
        Assert.Equal("search", entry.GetProperty("autoApprove")[0].GetString());
        Assert.Equal("sk-1", entry.GetProperty("env").GetProperty("OPENAI_API_KEY").GetString());
        Assert.False(entry.GetProperty("env").TryGetProperty("AGENT_MEMORY_TOKEN", out _));

        Assert.Contains("already", await _machine.InstalledAsync("cursor"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\n  // mine\n  \"servers\": {}\n}")]
    [InlineData("{ \"servers\": {}, }")]
    public async Task A_file_with_comments_is_left_alone_and_what_to_add_is_printed(string text)
    {
        _machine.Write("vscode", text);

        var result = await _machine.InstallAsync("vscode");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("comments", result.Error, StringComparison.Ordinal);
        Assert.True(JsonDocument.Parse(result.Output).RootElement.GetProperty("servers").TryGetProperty("agent-memory", out _));
        Assert.Equal(text, File.ReadAllText(_machine.UserFile("vscode")));
    }

    [Theory]
    [InlineData("{ \"mcpServers\": ", "not JSON")]
    [InlineData("{ \"a\": 1, \"a\": 2 }", "not JSON")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("{ \"mcpServers\": [] }", "\"mcpServers\" is not an object")]
    public async Task A_file_that_cannot_be_kept_is_not_touched(string text, string reason)
    {
        _machine.Write("claude", text);

        var result = await _machine.InstallAsync("claude", "--force");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(_machine.UserFile("claude"), result.Error, StringComparison.Ordinal);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(_machine.UserFile("claude")));
    }

    [Fact]
    public async Task An_empty_file_is_one_without_servers()
    {
        _machine.Write("claude", "\n");

        await _machine.InstalledAsync("claude");

        Assert.True(_machine.Entry("claude").TryGetProperty("command", out _));
    }

    [Fact]
    public async Task A_dry_run_shows_the_change_and_makes_none()
    {
        _machine.Write("claude", """{"mcpServers": {"agent-memory": {"command": "old"}}}""");

        var output = await _machine.InstalledAsync("claude", "--dry-run");

        Assert.Contains("-     \"command\": \"old\"", output, StringComparison.Ordinal);
        Assert.Contains("+     \"args\": [", output, StringComparison.Ordinal);
        Assert.Equal("old", _machine.Entry("claude").GetProperty("command").GetString());
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(_machine.UserFile("claude"))!));
    }

    [Fact]
    public async Task Printing_needs_no_file_and_writes_none()
    {
        _machine.Write("vscode", "not JSON");

        var printed = JsonDocument.Parse(await _machine.InstalledAsync("vscode", "--print", "--name", "notes")).RootElement;

        Assert.Equal("stdio", printed.GetProperty("servers").GetProperty("notes").GetProperty("type").GetString());
        Assert.Equal("not JSON", File.ReadAllText(_machine.UserFile("vscode")));
    }

    [Theory]
    [InlineData("cursor", null)]
    [InlineData("vscode", "http")]
    [InlineData("claude-code", "http")]
    public async Task A_running_server_is_an_address_with_the_namespace_in_it_and_the_token_beside_it(string client, string? type)
    {
        var result = await _machine.InstallAsync(
            client, "--server", "http://127.0.0.1:9000/", "--token", "am_secret", "--namespace", "my work", "--user-id", "ann");

        Assert.Equal(0, result.ExitCode);
        var entry = _machine.Entry(client);
        Assert.Equal("http://127.0.0.1:9000/my%20work/mcp?user_id=ann", entry.GetProperty("url").GetString());
        Assert.Equal("Bearer am_secret", entry.GetProperty("headers").GetProperty("Authorization").GetString());
        Assert.Equal(type, entry.TryGetProperty("type", out var given) ? given.GetString() : null);
        Assert.Contains("plain text", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_a_client_only_starts_commands_the_tool_stands_between()
    {
        _machine.Tool.Variables["AGENT_MEMORY_TOKEN"] = "am_secret";

        await _machine.InstalledAsync("claude", "--server", "http://127.0.0.1:9000", "--user-id", "ann");

        var entry = _machine.Entry("claude");
        var arguments = entry.GetProperty("args").EnumerateArray().Select(argument => argument.GetString()!)
            .SkipWhile(argument => argument != "mcp");
        Assert.Equal(["mcp", "--server", "http://127.0.0.1:9000/", "--user-id", "ann"], arguments);
        Assert.Equal("am_secret", entry.GetProperty("env").GetProperty("AGENT_MEMORY_TOKEN").GetString());
        Assert.False(entry.GetProperty("env").TryGetProperty("AGENT_MEMORY_DATA", out _));
    }

    [UnixFact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_file_that_is_a_link_stays_one_and_a_new_file_is_its_owners()
    {
        var real = Path.Combine(_machine.Project, "dotfiles.json");
        File.WriteAllText(real, Others);
        Directory.CreateDirectory(Path.GetDirectoryName(_machine.UserFile("cursor"))!);
        File.CreateSymbolicLink(_machine.UserFile("cursor"), real);

        await _machine.InstalledAsync("cursor");
        await _machine.InstalledAsync("claude");

        Assert.Equal(real, new FileInfo(_machine.UserFile("cursor")).LinkTarget);
        Assert.True(ClientMachine.Json(real).GetProperty("mcpServers").TryGetProperty("agent-memory", out _));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_machine.UserFile("claude")));
    }

    [Theory]
    [InlineData("'claude-code'", "--client", "emacs")]
    [InlineData("--scope", "--client", "claude", "--scope", "project")]
    [InlineData("--name", "--client", "claude", "--name", "my memory")]
    [InlineData("--token", "--client", "claude", "--token", "am_secret")]
    [InlineData("--data", "--client", "cursor", "--data", "/tmp", "--server", "http://127.0.0.1:9000")]
    [InlineData("--server", "--client", "cursor", "--server", "127.0.0.1:9000")]
    [InlineData("--server", "--client", "cursor", "--server", "http://127.0.0.1:9000/?x=1")]
    public async Task A_wrong_command_line_is_told_what_is_wrong(string what, params string[] options)
    {
        var result = await _machine.Tool.RunAsync(["mcp", "install", .. options]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(what, result.Error.Split('\n')[0], StringComparison.Ordinal);
    }
}
