using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Tests;

/// <summary>A <c>redis-server</c> of this test process, on a free port of this machine; it ends with the process.</summary>
internal static class LocalRedis
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <returns>Its address; <see langword="null"/> where no <c>redis-server</c> is installed.</returns>
    public static async Task<string?> StartAsync()
    {
        var port = FreePort();
        var folder = Directory.CreateTempSubdirectory("agentmemory-redis-");
        Process process;
        try
        {
            process = Process.Start(new ProcessStartInfo("redis-server")
            {
                ArgumentList =
                {
                    "--bind", "127.0.0.1", "--port", $"{port}", "--save", "", "--appendonly", "no", "--dir", folder.FullName,
                },
                RedirectStandardOutput = true,
            })!;
        }
        catch (Win32Exception)
        {
            folder.Delete();
            return null;
        }

        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            process.Kill();
            process.WaitForExit();
            folder.Delete(recursive: true);
        };
        var address = $"127.0.0.1:{port}";
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                await using var connection = await ConnectionMultiplexer.ConnectAsync(address);
                return address;
            }
            catch (RedisConnectionException) when (!patience.IsCancellationRequested)
            {
                await Task.Delay(50);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
