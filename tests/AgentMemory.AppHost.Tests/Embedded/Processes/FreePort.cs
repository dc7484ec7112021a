using System.Net;
using System.Net.Sockets;

namespace AgentMemory.AppHost.Tests.Processes;

/// <summary>A port of this machine that nobody listens on; taken by whoever is first, so ask right before it is used.</summary>
internal static class FreePort
{
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
