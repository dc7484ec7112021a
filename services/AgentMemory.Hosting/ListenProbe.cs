using System.Net;
using System.Net.Sockets;
using AgentMemory.ServiceDefaults.Authentication;

namespace AgentMemory.Hosting;

/// <summary>
/// Tries the address before anything is built: the host reports the same failure later, after opening the store, and with
/// two stack traces.
/// </summary>
internal static class ListenProbe
{
    /// <exception cref="StartupException">The address or port cannot be listened on.</exception>
    public static void Demand(ListenAddress listen, int port)
    {
        IPAddress[] addresses = listen.Address is { } only ? [only] : [IPAddress.Loopback, IPAddress.IPv6Loopback];
        foreach (var address in addresses)
        {
            try
            {
                using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(address, port));
            }
            catch (SocketException failure) when (failure.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                throw new StartupException($"PORT={port} is in use: stop the other program, or choose another PORT");
            }
            catch (SocketException failure) when (failure.SocketErrorCode == SocketError.AccessDenied)
            {
                throw new StartupException($"PORT={port} needs privileges: choose a PORT above 1023");
            }
            catch (SocketException failure) when (addresses.Length == 1)
            {
                throw new StartupException($"HOST={listen.Host} is no address of this machine ({failure.Message})");
            }
            catch (SocketException)
            {
                // localhost is served on whichever of its two addresses this machine has.
            }
        }
    }
}
