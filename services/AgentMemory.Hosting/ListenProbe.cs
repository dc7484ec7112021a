using System.Net;
using System.Net.Sockets;
using AgentMemory.ServiceDefaults.Listeners;

namespace AgentMemory.Hosting;

/// <summary>
/// Tries the addresses before anything is built: the host reports the same failure later, after opening the store, and with
/// two stack traces.
/// </summary>
internal static class ListenProbe
{
    /// <exception cref="StartupException">An address or port cannot be listened on, or two listeners want the same.</exception>
    public static void Demand(params IReadOnlyList<Listener> listeners)
    {
        // Held until all are tried, so that the listeners cannot take the same port from each other.
        var held = new List<Socket>();
        try
        {
            foreach (var listener in listeners)
                Hold(listener, held, listeners);
        }
        finally
        {
            held.ForEach(socket => socket.Dispose());
        }
    }

    private static void Hold(Listener listener, List<Socket> held, IReadOnlyList<Listener> all)
    {
        var (port, setting) = (listener.Port, listener.PortSetting);
        IPAddress[] addresses = listener.Address.Address is { } only ? [only] : [IPAddress.Loopback, IPAddress.IPv6Loopback];
        foreach (var address in addresses)
        {
            try
            {
                var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                held.Add(socket);
                socket.Bind(new IPEndPoint(address, port));
            }
            catch (SocketException failure) when (failure.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                throw new StartupException(all.FirstOrDefault(other => other != listener && other.Port == port) is { } rival
                    ? $"{rival.PortSetting} and {setting} are both {port}: choose another {setting}"
                    : $"{setting}={port} is in use: stop the other program, or choose another {setting}");
            }
            catch (SocketException failure) when (failure.SocketErrorCode == SocketError.AccessDenied)
            {
                throw new StartupException($"{setting}={port} needs privileges: choose a {setting} above 1023");
            }
            catch (SocketException failure) when (addresses.Length == 1)
            {
                throw new StartupException(
                    $"{listener.HostSetting}={listener.Address.Host} is no address of this machine ({failure.Message})");
            }
            catch (SocketException)
            {
                // localhost is served on whichever of its two addresses this machine has.
            }
        }
    }
}
