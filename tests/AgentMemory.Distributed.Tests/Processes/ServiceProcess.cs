using System.Collections.Concurrent;
using System.Diagnostics;
using AgentMemory.AppHost.Tests.Processes;

namespace AgentMemory.Distributed.Tests.Processes;

/// <summary>One service as a process of its own, on the same port each time it is started again.</summary>
internal sealed class ServiceProcess(string assembly, Uri address, IReadOnlyDictionary<string, string> settings) : IAsyncDisposable
{
    private const int RememberedLines = 200;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<string> _errors = [];
    private Process? _process;

    public Uri Address => address;

    /// <summary>What it said last on standard error.</summary>
    public string Errors => string.Join('\n', _errors);

    public void Start()
    {
        var process = new Process { StartInfo = DotnetProgram.Describe(assembly, Path.GetTempPath(), settings) };
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not { Length: > 0 } text)
                return;
            _errors.Enqueue(text);
            while (_errors.Count > RememberedLines)
                _errors.TryDequeue(out string? _);
        };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;
    }

    /// <summary>Waits until it answers at <c>/alive</c>.</summary>
    public async Task WaitUntilAliveAsync()
    {
        using var client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(5) };
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            if (_process is { HasExited: true })
                throw new InvalidOperationException($"{assembly} ended: {Errors}");
            try
            {
                using var answer = await client.GetAsync(new Uri("/alive", UriKind.Relative), patience.Token);
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (Exception error) when (error is HttpRequestException or TaskCanceledException && !patience.IsCancellationRequested)
            {
                // Not yet listening, or too busy starting to answer.
            }

            await Task.Delay(50, patience.Token);
        }
    }

    /// <summary>As <c>kill -9</c>: nothing is flushed, nobody is told.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process)
            return;
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(Patience);
        process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync() => await KillAsync();
}
