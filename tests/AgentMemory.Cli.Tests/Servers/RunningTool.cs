using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AgentMemory.Cli.Tests.Servers;

/// <summary>A command that serves until it is stopped.</summary>
internal sealed class RunningTool : IAsyncDisposable
{
    private const int Terminate = 15;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = [];
    private readonly ConcurrentQueue<string> _errors = [];
    private readonly TaskCompletionSource _serving = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RunningTool(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => _errors.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Errors => string.Join('\n', _errors);

    /// <summary>Starts it and waits until it says that it serves.</summary>
    public static async Task<RunningTool> StartAsync(CommandLine tool, params string[] arguments)
    {
        var running = new RunningTool(tool.Start(arguments));
        var exited = running._process.WaitForExitAsync();
        if (await Task.WhenAny(running._serving.Task, exited).WaitAsync(Limit) == exited)
            Assert.Fail($"It ended: {running.Errors}");
        return running;
    }

    /// <summary>What it said about itself under that name; <see langword="null"/> when nothing.</summary>
    public string? Said(string name) => _output.Select(line => line.Trim().Split(' ', 2))
        .FirstOrDefault(parts => parts[0] == name && parts.Length == 2)?[1].Trim();

    public Uri Address(string name) => new(new Uri(Said(name)!), "/");

    /// <summary>As the operating system stops it; returns the exit code.</summary>
    public async Task<int> StopAsync()
    {
        if (SendSignal(_process.Id, Terminate) != 0)
            throw new InvalidOperationException(Marshal.GetLastPInvokeErrorMessage());
        await _process.WaitForExitAsync().WaitAsync(Limit);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync().WaitAsync(Limit);
        }
        _process.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null)
            return;
        _output.Enqueue(line);
        if (line.StartsWith("Press Ctrl-C", StringComparison.Ordinal))
            _serving.TrySetResult();
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int SendSignal(int processId, int signal);
}
