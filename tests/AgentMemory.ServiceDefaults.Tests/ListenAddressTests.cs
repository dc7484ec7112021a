using AgentMemory.ServiceDefaults.Authentication;

namespace AgentMemory.ServiceDefaults.Tests;

public sealed class ListenAddressTests
{
    private static readonly AuthenticationSettings On = new(AuthenticationMode.Token, OffExplicitly: false);
    private static readonly AuthenticationSettings Off = new(AuthenticationMode.Off, OffExplicitly: false);
    private static readonly AuthenticationSettings OffExplicitly = new(AuthenticationMode.Off, OffExplicitly: true);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.9.1")]
    [InlineData("::1")]
    [InlineData("[::1]")]
    [InlineData("::ffff:127.0.0.1")]
    public void Without_authentication_this_machine_is_served(string? host)
    {
        var (address, problem) = ListenAddress.Decide(host, Off);

        Assert.Null(problem);
        Assert.True(address!.IsLoopback);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("*")]
    [InlineData("::")]
    [InlineData("192.168.1.5")]
    [InlineData("::ffff:192.168.1.5")]
    public void Without_authentication_no_other_machine_is_served_unless_it_is_off_explicitly(string host)
    {
        var (refused, problem) = ListenAddress.Decide(host, Off);
        Assert.Null(refused);
        Assert.Contains("HOST", problem, StringComparison.Ordinal);
        Assert.Contains("DISABLE_AUTH=true", problem, StringComparison.Ordinal);

        Assert.False(ListenAddress.Decide(host, OffExplicitly).Address!.IsLoopback);
        Assert.False(ListenAddress.Decide(host, On).Address!.IsLoopback);
    }

    [Fact]
    public void The_default_is_every_address_with_authentication_and_loopback_without()
    {
        Assert.Equal("0.0.0.0", ListenAddress.Decide(null, On).Address!.Host);
        Assert.Equal("127.0.0.1", ListenAddress.Decide(null, Off).Address!.Host);
        Assert.Equal("127.0.0.1", ListenAddress.Decide(null, OffExplicitly).Address!.Host);
    }

    [Theory]
    [InlineData("example.org")]
    [InlineData("300.1.1.1")]
    [InlineData("127.0.0.1:8000")]
    public void Anything_but_an_address_is_refused(string host)
    {
        var (address, problem) = ListenAddress.Decide(host, On);

        Assert.Null(address);
        Assert.Contains($"HOST is \"{host}\"", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.0.0.0", "http://localhost:8000")]
    [InlineData("::", "http://localhost:8000")]
    [InlineData("::1", "http://[::1]:8000")]
    [InlineData("10.0.0.7", "http://10.0.0.7:8000")]
    public void The_url_is_one_that_works_here(string host, string expected) =>
        Assert.Equal(expected, ListenAddress.Decide(host, On).Address!.Url(8000));
}
