using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using AgentMemory.Mcp.Transports.Stdio;

namespace AgentMemory.Mcp.Tests.Transports.Support;

/// <summary>The other end of a process's standard input and output.</summary>
internal sealed class LineClient
{
    private const int LongestAnswer = 10 * 1024 * 1024;

    private readonly Pipe _toServer = new();
    private readonly Pipe _toClient = new();
    private LineReader? _answers;

    public Stream ServerInput => _toServer.Reader.AsStream();

    public Stream ServerOutput => _toClient.Writer.AsStream();

    public Stream Input => _toServer.Writer.AsStream();

    public Stream Output => _toClient.Reader.AsStream();

    public Task SendAsync(string line) => SendAsync(Encoding.UTF8.GetBytes(line + "\n"));

    public async Task SendAsync(byte[] bytes) => await _toServer.Writer.WriteAsync(bytes).AsTask().WaitAsync(Patience);

    public void EndInput() => _toServer.Writer.Complete();

    public async Task<JsonElement> NextAsync()
    {
        _answers ??= new LineReader(_toClient.Reader.AsStream(), LongestAnswer);
        var line = await _answers.ReadAsync(CancellationToken.None).AsTask().WaitAsync(Patience);
        return JsonElement.Parse(Assert.NotNull(line).Utf8);
    }

    public async Task<JsonElement> AskAsync(string line)
    {
        await SendAsync(line);
        return await NextAsync();
    }

    private static TimeSpan Patience => TimeSpan.FromSeconds(60);
}
