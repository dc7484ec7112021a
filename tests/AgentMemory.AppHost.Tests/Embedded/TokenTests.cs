using System.Diagnostics;
using System.Net;
using System.Text.Json;
using AgentMemory.AppHost.Tests.Processes;

namespace AgentMemory.AppHost.Tests;

[Trait("Spec", "13")]
public sealed class TokenTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Only_tokens_made_by_the_command_line_are_let_in()
    {
        await using var server = await ServerProcess.StartAsync(
            _folder.DataFolder, ("AUTH_MODE", "token"), ("HOST", "127.0.0.1"));
        var token = await AddTokenAsync();

        var without = await server.Client.SendAsync("GET", "/v1/working-memory/");
        Assert.Equal(HttpStatusCode.Unauthorized, without.Status);
        Assert.Equal("""{"detail":"Missing authorization header"}""", without.Text);
        var wrong = await server.Client.SendAsync("GET", "/v1/working-memory/", null, ("Authorization", "Bearer " + new string('x', 43)));
        Assert.Equal((HttpStatusCode.Unauthorized, """{"detail":"Invalid token"}"""), (wrong.Status, wrong.Text));

        await server.Client.OkAsync("GET", "/v1/working-memory/", null, ("Authorization", $"Bearer {token}"));
        await server.Client.OkAsync("GET", "/v1/health");
    }

    [Fact]
    public async Task A_bound_token_stays_in_its_namespace_and_a_removed_one_is_out_at_once()
    {
        await using var server = await ServerProcess.StartAsync(
            _folder.DataFolder, ("AUTH_MODE", "token"), ("HOST", "127.0.0.1"));
        var all = Bearer(await AddTokenAsync());
        var ours = Bearer(await AddTokenAsync("-n", "ours"));
        await server.Client.OkAsync("PUT", "/v1/working-memory/s?namespace=theirs", new { context = "secret" }, all);

        var hidden = await server.Client.SendAsync("GET", "/v1/working-memory/s", null, ours);
        Assert.Equal(HttpStatusCode.NotFound, hidden.Status);
        var refused = await server.Client.SendAsync("GET", "/v1/working-memory/s?namespace=theirs", null, ours);
        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.DoesNotContain("secret", hidden.Text + refused.Text, StringComparison.Ordinal);

        var listed = JsonDocument.Parse(await RunAsync("token", "list", "--format", "json")).RootElement;
        var id = listed.EnumerateArray().Single(token => token.GetProperty("namespaces").ValueKind == JsonValueKind.Array).GetProperty("id").GetString()!;
        await RunAsync("token", "remove", id, "--force");
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Client.SendAsync("GET", "/v1/working-memory/s", null, ours)).Status);
    }

    private static (string, string) Bearer(string token) => ("Authorization", $"Bearer {token}");

    private async Task<string> AddTokenAsync(params string[] options)
    {
        var added = await RunAsync(["token", "add", "--description", "test", "--format", "json", .. options]);
        return JsonDocument.Parse(added).RootElement.GetProperty("token").GetString()!;
    }

    private async Task<string> RunAsync(params string[] arguments)
    {
        var start = DotnetProgram.Describe(
            "agent-memory.dll", Path.GetDirectoryName(_folder.DataFolder)!,
            [new("AGENT_MEMORY_DATA", _folder.DataFolder)], arguments);
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        Assert.True(process.ExitCode == 0, await errors);
        return await output;
    }
}
