using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AgentMemory.AppHost.Tests.Processes;

/// <summary>The built server as a process of its own, on a free port of this machine.</summary>
public sealed partial class ServerProcess : IAsyncDisposable
{
    private const string AppHost = "AgentMemory.AppHost.dll";
    private const int Interrupt = 2;
    private const int Terminate = 15;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = [];
    private readonly ConcurrentQueue<string> _errors = [];
    private readonly TaskCompletionSource<Uri> _announced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Uri> _announcedMcp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HttpClient? _client;
    private HttpClient? _mcp;

    private ServerProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is { Length: > 0 } text)
                _errors.Enqueue(text);
        };
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public string Output => string.Join('\n', _output);

    public IReadOnlyCollection<string> Errors => _errors;

    /// <summary>For the server's address; usable once it serves.</summary>
    public HttpClient Client => _client ?? throw new InvalidOperationException("Wait until the server serves");

    /// <summary>For the address of MCP; usable once it serves.</summary>
    public HttpClient Mcp => _mcp ?? throw new InvalidOperationException("Wait until the server serves");

    /// <summary>Starts it and waits until it serves.</summary>
    public static async Task<ServerProcess> StartAsync(string dataFolder, params (string Name, string Value)[] settings)
    {
        var server = Launch(dataFolder, settings);
        try
        {
            await server.WaitUntilServingAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it and does not wait: it may refuse to run.</summary>
    public static ServerProcess Launch(string dataFolder, params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string>
        {
            ["PORT"] = "0",
            ["MCP_PORT"] = "0",
            ["AGENT_MEMORY_DATA"] = dataFolder,
            ["LOG_LEVEL"] = "WARNING",
        };
        foreach (var (name, value) in settings)
            all[name] = value;
        return new(DotnetProgram.Describe(AppHost, Path.GetDirectoryName(dataFolder)!, all));
    }

    public async Task WaitUntilServingAsync()
    {
        var exited = _process.WaitForExitAsync();
        if (await Task.WhenAny(_announced.Task, exited).WaitAsync(StartLimit) == exited)
            throw new InvalidOperationException($"The server ended: {string.Join('\n', _errors)}");
        _client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = await _announced.Task };
        _mcp = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = await _announcedMcp.Task.WaitAsync(StartLimit) };
        using var health = await _client.GetAsync(new Uri("/v1/health", UriKind.Relative));
        health.EnsureSuccessStatusCode();
    }

    /// <summary>As <c>kill -9</c>: nothing is flushed, nobody is told.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(StopLimit);
    }

    /// <summary>As the operating system or an orchestrator stops it; returns the exit code.</summary>
    public Task<int> StopAsync() => SignalAsync(Terminate);

    /// <summary>As Ctrl-C; returns the exit code.</summary>
    public Task<int> InterruptAsync() => SignalAsync(Interrupt);

    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(StopLimit);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        _mcp?.Dispose();
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private async Task<int> SignalAsync(int signal)
    {
        if (SendSignal(_process.Id, signal) != 0)
            throw new InvalidOperationException($"Signal {signal} was not sent: {Marshal.GetLastPInvokeErrorMessage()}");
        return await WaitForExitAsync();
    }

    private void Read(string? line)
    {
        if (line is null)
            return;
        _output.Enqueue(line);
        if (line.Trim() is var text && text.StartsWith("REST ", StringComparison.Ordinal))
            _announced.TrySetResult(new Uri(new Uri(text[5..].Trim()), "/"));
        else if (text.StartsWith("MCP ", StringComparison.Ordinal))
            _announcedMcp.TrySetResult(new Uri(new Uri(text[4..].Trim()), "/"));
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int SendSignal(int processId, int signal);
}
