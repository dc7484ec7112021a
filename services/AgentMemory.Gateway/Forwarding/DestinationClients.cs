using Yarp.ReverseProxy.Forwarder;

namespace AgentMemory.Gateway.Forwarding;

/// <summary>Gives up early on a replica that cannot be reached, while the next one can still be tried.</summary>
internal sealed class DestinationClients : ForwarderHttpClientFactory
{
    protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
    {
        base.ConfigureHandler(context, handler);
        handler.ConnectTimeout = TimeSpan.FromSeconds(3);
    }
}
