using System.Net;
using AgentMemory.Hosting.Settings;
using AgentMemory.ServiceDefaults.Listeners;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AgentMemory.Hosting;

/// <summary>
/// Hosts with the engine and the service defaults, and nothing else: no settings but <see cref="MemorySettings"/>, so that
/// no other file or variable can open another address.
/// </summary>
public static class MemoryHost
{
    /// <summary>For services that answer HTTP on the address of REST.</summary>
    /// <exception cref="StartupException">The address or the data folder cannot be used.</exception>
    public static WebApplicationBuilder CreateWebBuilder(MemorySettings settings, string serviceName) =>
        CreateWebBuilder(settings, serviceName, [settings.Rest]);

    /// <summary>For services that answer HTTP on these listeners; their addresses stand in the server in this order.</summary>
    /// <exception cref="StartupException">An address or the data folder cannot be used.</exception>
    public static WebApplicationBuilder CreateWebBuilder(
        MemorySettings settings, string serviceName, IReadOnlyList<Listener> listeners)
    {
        var builder = CreateBareWebBuilder(settings, serviceName, listeners);
        builder.AddAgentMemory(settings);
        return builder;
    }

    /// <summary>For what answers HTTP and has no engine.</summary>
    /// <exception cref="StartupException">An address cannot be used.</exception>
    public static WebApplicationBuilder CreateBareWebBuilder(
        MemorySettings settings, string serviceName, IReadOnlyList<Listener> listeners)
    {
        ListenProbe.Demand(listeners);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Configuration.AddConfiguration(settings.Source);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = settings.Reading.MaximumBodyBytes;
            foreach (var listener in listeners)
                Listen(kestrel, listener);
        });
        builder.Services.AddRouting();
        builder.AddWebServiceDefaults(serviceName, settings.LogLevel, settings.Authentication);
        return builder;
    }

    /// <summary>For services that do not.</summary>
    public static HostApplicationBuilder CreateBuilder(MemorySettings settings, string serviceName)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddConfiguration(settings.Source);
        builder.AddServiceDefaults(serviceName, settings.LogLevel);
        builder.AddAgentMemory(settings);
        return builder;
    }

    private static void Listen(KestrelServerOptions kestrel, Listener listener)
    {
        if (listener.Address.Address is { } address)
            kestrel.Listen(address, listener.Port, Mark);
        else if (listener.Port == 0)
            kestrel.Listen(IPAddress.Loopback, 0, Mark); // Two addresses cannot share a port that is yet to be chosen.
        else
            kestrel.ListenLocalhost(listener.Port, Mark);

        void Mark(ListenOptions options) => options.Use(next => connection =>
        {
            connection.Features.Set(listener);
            return next(connection);
        });
    }
}
