using System.Diagnostics;
using System.Text.Json;
using AgentMemory.Mcp.Clients.Tests.Node;

namespace AgentMemory.Mcp.Clients.Tests.Clients;

/// <summary>A JavaScript client in a process of its own, driven by driver.mjs. One request at a time.</summary>
internal sealed class NodeConnection : IMcpConnection
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private NodeConnection(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    public string ServerName { get; private set; } = "";

    public string? Instructions { get; private set; }

    public string? Revision { get; private set; }

    /// <exception cref="McpRequestException">It could not connect.</exception>
    public static async Task<NodeConnection> OpenAsync(object options)
    {
        var start = await NodeProgram.DescribeAsync("driver.mjs", JsonSerializer.Serialize(options));
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        var connection = new NodeConnection(Process.Start(start)!);
        try
        {
            var hello = await connection.ReadAsync();
            connection.ServerName = hello.GetProperty("server").GetProperty("name").GetString()!;
            connection.Instructions = hello.TryGetProperty("instructions", out var text) ? text.GetString() : null;
            connection.Revision = hello.TryGetProperty("revision", out var revision) ? revision.GetString() : null;
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public Task<JsonElement> ListToolsAsync() => AskAsync("listTools");

    public Task<JsonElement> ListPromptsAsync() => AskAsync("listPrompts");

    public Task<JsonElement> ListResourcesAsync() => AskAsync("listResources");

    public Task<JsonElement> ListResourceTemplatesAsync() => AskAsync("listResourceTemplates");

    public Task<JsonElement> CallToolAsync(string name, object arguments) => AskAsync("callTool", new { name, arguments });

    public Task<JsonElement> GetPromptAsync(string name, IReadOnlyDictionary<string, string> arguments) =>
        AskAsync("getPrompt", new { name, arguments });

    public Task<JsonElement> ReadResourceAsync(string uri) => AskAsync("readResource", new { uri });

    public async ValueTask DisposeAsync()
    {
        // The end of its input tells the program to close the connection and end.
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(AnswerLimit);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The client did not end: {await _errors}");
        }
        finally
        {
            _process.Dispose();
        }
    }

    private async Task<JsonElement> AskAsync(string method, object? parameters = null)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new { method, @params = parameters ?? new { } }));
        await _process.StandardInput.FlushAsync();
        var answer = await ReadAsync();
        return answer.TryGetProperty("error", out var error)
            ? throw new McpRequestException(error.GetProperty("message").GetString()!)
            : answer.GetProperty("result");
    }

    private async Task<JsonElement> ReadAsync()
    {
        using var patience = new CancellationTokenSource(AnswerLimit);
        var line = await _process.StandardOutput.ReadLineAsync(patience.Token)
            ?? throw new McpRequestException(await _errors);
        return JsonDocument.Parse(line).RootElement;
    }
}
