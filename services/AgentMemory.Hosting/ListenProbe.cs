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
        for (var position = 0; position < listeners.Count; position++)
        {
            Try(listeners[position]);
            foreach (var earlier in listeners.Take(position))
                DemandApart(earlier, listeners[position]);
        }
    }

    private static void DemandApart(Listener first, Listener second)
    {
        if (first.Port == second.Port && first.Port != 0 && first.Address.Overlaps(second.Address))
        {
            throw new StartupException(
                $"{first.PortSetting} and {second.PortSetting} are both {first.Port}: choose another {second.PortSetting}");
        }
    }

    private static void Try(Listener listener)
    {
        var (port, setting) = (listener.Port, listener.PortSetting);
        IPAddress[] addresses = listener.Address.Address is { } only ? [only] : [IPAddress.Loopback, IPAddress.IPv6Loopback];
        foreach (var address in addresses)
        {
            try
            {
                using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(address, port));
            }
            catch (SocketException failure) when (failure.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                throw new StartupException($"{setting}={port} is in use: stop the other program, or choose another {setting}");
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
