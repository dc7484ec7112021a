using System.ComponentModel;
using System.Diagnostics;
using AgentMemory.AppHost.Tests.Processes;
using StackExchange.Redis;
using Xunit.Sdk;

namespace AgentMemory.TestStore.Redis;

/// <summary>
/// A Redis of this test process, on a port and with a folder of its own; it ends with the process. The program is
/// <c>redis-server</c>, or what AGENT_MEMORY_TEST_REDIS_COMMAND says, options included.
/// </summary>
public sealed class LocalRedis : IDisposable
{
    private static readonly string[] Command =
        (Environment.GetEnvironmentVariable("AGENT_MEMORY_TEST_REDIS_COMMAND") is { Length: > 0 } command ? command : "redis-server").Split(' ');

    /// <summary>A busy machine may take long to read back what an append-only file holds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("agentmemory-redis-");
    private readonly string[] _options;
    private readonly int _port = FreePort.Find();
    private Process? _process;

    private LocalRedis(string[] options)
    {
        _options = options;
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
    }

    public string Address => $"127.0.0.1:{_port}";

    /// <param name="options">Of the command line, such as <c>--appendonly yes</c>; by default it keeps nothing on disk.</param>
    /// <exception cref="SkipException">No <c>redis-server</c> is installed.</exception>
    public static async Task<LocalRedis> DemandAsync(params string[] options) => await TryStartAsync(options)
        ?? throw SkipException.ForSkip("There is no Redis of one's own to stop and start: install redis-server");

    /// <returns><see langword="null"/> where no <c>redis-server</c> is installed.</returns>
    public static async Task<LocalRedis?> TryStartAsync(params string[] options)
    {
        var redis = new LocalRedis(options);
        if (await redis.StartAsync())
            return redis;
        redis.Dispose();
        return null;
    }

    /// <summary>As <c>kill -9</c>: it does and says nothing any more.</summary>
    public void Kill()
    {
        _process?.Kill();
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
    }

    /// <summary>With the same port, folder and options as before.</summary>
    public Task StartAgainAsync() => StartAsync();

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        Kill();
        _folder.Delete(recursive: true);
    }

    private void OnProcessExit(object? sender, EventArgs e) => Dispose();

    /// <returns>Whether there is such a program.</returns>
    private async Task<bool> StartAsync()
    {
        string[] own = ["--bind", "127.0.0.1", "--port", $"{_port}", "--dir", _folder.FullName, "--save", ""];
        var start = new ProcessStartInfo(Command[0]) { RedirectStandardOutput = true };
        foreach (var argument in Command[1..].Concat(own).Concat(_options))
            start.ArgumentList.Add(argument);
        try
        {
            _process = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            return false;
        }

        _process.OutputDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        await AnswersAsync();
        return true;
    }

    private async Task AnswersAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                await using var connection = await ConnectionMultiplexer.ConnectAsync(Address);
                await connection.GetDatabase().PingAsync();
                return;
            }
            catch (RedisException) when (!patience.IsCancellationRequested)
            {
                await Task.Delay(50);
            }
        }
    }
}
