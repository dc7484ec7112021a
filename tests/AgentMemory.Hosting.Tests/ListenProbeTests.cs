using System.Net;
using System.Net.Sockets;
using AgentMemory.ServiceDefaults.Authentication;

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

        var refusal = Assert.Throws<StartupException>(() => ListenProbe.Demand(listen, port));
        Assert.Equal([$"PORT={port} is in use: stop the other program, or choose another PORT"], refusal.Problems);

        other.Stop();
        ListenProbe.Demand(listen, port);
        ListenProbe.Demand(listen, port);
    }

    [Fact]
    public void An_address_of_another_machine_is_named()
    {
        var listen = ListenAddress.Decide("192.0.2.1", OffExplicitly).Address!;

        var refusal = Assert.Throws<StartupException>(() => ListenProbe.Demand(listen, 0));

        var problem = Assert.Single(refusal.Problems);
        Assert.StartsWith("HOST=192.0.2.1 is no address of this machine", problem, StringComparison.Ordinal);
    }
}
