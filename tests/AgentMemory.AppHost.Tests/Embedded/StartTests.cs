using System.Globalization;
using AgentMemory.AppHost.Tests.Processes;

namespace AgentMemory.AppHost.Tests;

public sealed class StartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_banner_says_where_everything_is()
    {
        await using var server = await ServerProcess.StartAsync(_folder.DataFolder);

        var address = server.Client.BaseAddress!.ToString().TrimEnd('/');
        Assert.Contains($"{address}/v1", server.Output, StringComparison.Ordinal);
        Assert.Contains($"{address}/docs", server.Output, StringComparison.Ordinal);
        Assert.Contains(_folder.DataFolder, server.Output, StringComparison.Ordinal);
        Assert.Contains("NO AUTHENTICATION", server.Output, StringComparison.Ordinal);
        Assert.Contains("OPENAI_API_KEY", server.Output, StringComparison.Ordinal);
        Assert.Equal(["memory.db"], Directory.EnumerateFiles(_folder.DataFolder, "*.db").Select(Path.GetFileName));
        foreach (var path in new[] { "/docs", "/openapi.json", "/v1/ready" })
            await server.Client.OkAsync("GET", path);
    }

    [Fact]
    public async Task A_port_in_use_is_one_clear_line_and_exit_code_1()
    {
        await using var first = await ServerProcess.StartAsync(_folder.DataFolder);
        var port = first.Client.BaseAddress!.Port.ToString(CultureInfo.InvariantCulture);

        await using var second = ServerProcess.Launch(_folder.DataFolder, ("PORT", port), ("LOG_LEVEL", "CRITICAL"));

        Assert.Equal(1, await second.WaitForExitAsync());
        var line = Assert.Single(second.Errors, error => error.StartsWith("agent-memory: ", StringComparison.Ordinal));
        Assert.Contains(port, line, StringComparison.Ordinal);
        Assert.Contains("PORT", line, StringComparison.Ordinal);
        Assert.DoesNotContain(second.Errors, error => error.TrimStart().StartsWith("at ", StringComparison.Ordinal));
        await first.Client.OkAsync("GET", "/v1/health");
    }

    [Theory]
    [InlineData("PORT", "eighty")]
    [InlineData("AUTH_MODE", "tokens")]
    [InlineData("DISABLE_AUTH", "false")]
    [InlineData("HOST", "0.0.0.0")]
    [InlineData("SUMMARIZATION_THRESHOLD", "2")]
    [InlineData("AGENT_MEMORY_DATA", "/dev/null/data")]
    public async Task A_setting_that_cannot_be_used_is_one_line_with_its_name_and_exit_code_1(string name, string value)
    {
        await using var server = ServerProcess.Launch(_folder.DataFolder, (name, value));

        Assert.Equal(1, await server.WaitForExitAsync());
        var line = Assert.Single(server.Errors);
        Assert.StartsWith("agent-memory: ", line, StringComparison.Ordinal);
        Assert.Contains(name, line, StringComparison.Ordinal);
        Assert.Equal("", server.Output);
    }
}
