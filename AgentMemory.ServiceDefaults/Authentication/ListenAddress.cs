using System.Net;

namespace AgentMemory.ServiceDefaults.Authentication;

/// <summary>The address a service listens on: an IP address, or <c>localhost</c> for both loopback addresses.</summary>
public sealed record ListenAddress
{
    private ListenAddress(string host, IPAddress? address) => (Host, Address) = (host, address);

    /// <summary>As people write it in a URL of this machine.</summary>
    public string Host { get; }

    /// <summary><see langword="null"/> for <c>localhost</c>.</summary>
    public IPAddress? Address { get; }

    public bool IsLoopback => Address is null || IsLoopbackAddress(Address);

    /// <summary>Also of IPv4 addresses written as IPv6.</summary>
    public static bool IsLoopbackAddress(IPAddress address) =>
        IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    /// <summary>
    /// Without authentication only this machine is served, unless the operator switched authentication off explicitly.
    /// </summary>
    /// <param name="host">By default every address with authentication, else loopback.</param>
    /// <param name="setting">The variable <paramref name="host"/> comes from.</param>
    /// <returns>The address, or what is wrong with the variable and how to put it right.</returns>
    public static (ListenAddress? Address, string? Problem) Decide(
        string? host, AuthenticationSettings authentication, string setting = "HOST")
    {
        host = string.IsNullOrWhiteSpace(host)
            ? authentication.Mode == AuthenticationMode.Off ? "127.0.0.1" : "0.0.0.0"
            : host.Trim().Trim('[', ']');
        if (host == "*")
            host = "0.0.0.0";

        IPAddress? ip = null;
        if (!host.Equals("localhost", StringComparison.OrdinalIgnoreCase) && !IPAddress.TryParse(host, out ip))
            return (null, $"{setting} is \"{host}\": use an IP address such as 127.0.0.1 or 0.0.0.0, or localhost");

        var address = new ListenAddress(ip?.ToString() ?? "localhost", ip);
        if (!address.IsLoopback && authentication is { Mode: AuthenticationMode.Off, OffExplicitly: false })
        {
            return (null, $"{setting}={address.Host} would serve other machines without authentication: set AUTH_MODE to token or oauth2, "
                + $"or set DISABLE_AUTH=true if that is what you want, or remove {setting} to serve this machine alone");
        }
        return (address, null);
    }

    private bool IsAny => Address is not null && (Address.Equals(IPAddress.Any) || Address.Equals(IPAddress.IPv6Any));

    /// <summary>Whether a port of one is a port of the other, too.</summary>
    public bool Overlaps(ListenAddress other) =>
        this == other || IsAny || other.IsAny || (IsLoopback && other.IsLoopback && (Address is null || other.Address is null));

    /// <summary>A URL by which this machine reaches the service.</summary>
    public string Url(int port)
    {
        var host = IsAny ? "localhost" : Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
        return $"http://{host}:{port}";
    }
}
