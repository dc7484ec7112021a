using System.Diagnostics;
using System.Globalization;
using AgentMemory.AppHost.Tests.Processes;

namespace AgentMemory.Benchmarks.Servers;

/// <summary><see cref="BareServer"/> in a process of its own, as the real server is.</summary>
internal sealed class BareProcess : IDisposable
{
    private readonly Process _process;

    private BareProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<BareProcess> StartAsync(int bytes)
    {
        var process = Process.Start(DotnetProgram.Describe(
            "AgentMemory.Benchmarks.dll", AppContext.BaseDirectory, [], "bare", bytes.ToString(CultureInfo.InvariantCulture)))!;
        var address = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The bare server ended");
        return new(process, new Uri(address));
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }
}
