using System.Diagnostics;
using System.Globalization;
using AgentMemory.AppHost.Tests.Processes;

namespace AgentMemory.AppHost.Tests;

/// <summary>One of the services as a process of its own, on a free port of this machine.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private ServiceProcess(Process process, HttpClient client) => (_process, Client) = (process, client);

    public HttpClient Client { get; }

    /// <summary>Starts it and waits until it says that it lives.</summary>
    /// <param name="service">Such as <c>Api</c>.</param>
    /// <param name="portVariable">The variable that tells it its port.</param>
    public static async Task<ServiceProcess> StartAsync(
        string service, string portVariable, string dataFolder, params (string Name, string Value)[] settings)
    {
        var port = FreePort.Find();
        var all = settings.ToDictionary(setting => setting.Name, setting => setting.Value);
        all["AGENT_MEMORY_DATA"] = dataFolder;
        all["LOG_LEVEL"] = "WARNING";
        all[portVariable] = port.ToString(CultureInfo.InvariantCulture);
        var process = Process.Start(DotnetProgram.Describe($"AgentMemory.{service}.dll", Path.GetDirectoryName(dataFolder)!, all))!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var started = new ServiceProcess(process, new HttpClient(new SocketsHttpHandler { UseProxy = false })
        {
            BaseAddress = new Uri($"http://127.0.0.1:{port}"),
        });
        using var patience = new CancellationTokenSource(StartLimit);
        while (!await started.IsAliveAsync())
        {
            Assert.False(process.HasExited, $"{service} ended");
            Assert.False(patience.IsCancellationRequested, $"{service} does not answer");
            await Task.Delay(100);
        }

        return started;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<bool> IsAliveAsync()
    {
        try
        {
            return (await Client.SendAsync("GET", "/alive")).IsOk;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
