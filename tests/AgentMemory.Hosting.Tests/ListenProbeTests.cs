using System.Net;
using System.Net.Sockets;
using AgentMemory.ServiceDefaults.Authentication;
using AgentMemory.ServiceDefaults.Listeners;

namespace AgentMemory.Hosting.Tests;

public sealed class ListenProbeTests
{
    private static readonly AuthenticationSettings OffExplicitly = new(AuthenticationMode.Off, OffExplicitly: true);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("localhost")]
    public void A_port_in_use_is_named_and_a_free_one_is_left_free(string host)
    {
        var listen = ListenAddress.Decide(host, OffExplicitly).Address!;
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var refusal = Assert.Throws<StartupException>(() => ListenProbe.Demand(Rest(listen, port)));
        Assert.Equal([$"PORT={port} is in use: stop the other program, or choose another PORT"], refusal.Problems);

        other.Stop();
        ListenProbe.Demand(Rest(listen, port));
        ListenProbe.Demand(Rest(listen, port));
    }

    [Fact]
    public void An_address_of_another_machine_is_named()
    {
        var listen = ListenAddress.Decide("192.0.2.1", OffExplicitly).Address!;

        var refusal = Assert.Throws<StartupException>(() => ListenProbe.Demand(Rest(listen, 0)));

        var problem = Assert.Single(refusal.Problems);
        Assert.StartsWith("HOST=192.0.2.1 is no address of this machine", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_interfaces_cannot_share_a_port_of_an_address()
    {
        var listen = ListenAddress.Decide("127.0.0.1", OffExplicitly).Address!;
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();

        var refusal = Assert.Throws<StartupException>(() => ListenProbe.Demand(Rest(listen, port), Mcp(listen, port)));
        Assert.Equal([$"PORT and MCP_PORT are both {port}: choose another MCP_PORT"], refusal.Problems);

        ListenProbe.Demand(Rest(listen, port), Mcp(listen, 0));
    }

    private static Listener Rest(ListenAddress address, int port) => new("REST", address, port, "HOST", "PORT");

    private static Listener Mcp(ListenAddress address, int port) => new("MCP", address, port, "MCP_HOST", "MCP_PORT");
}
