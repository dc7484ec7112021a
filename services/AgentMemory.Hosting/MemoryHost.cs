using System.Net;
using AgentMemory.Hosting.Settings;
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
    /// <summary>For services that answer HTTP.</summary>
    /// <exception cref="StartupException">The address or the data folder cannot be used.</exception>
    public static WebApplicationBuilder CreateWebBuilder(MemorySettings settings, string serviceName)
    {
        ListenProbe.Demand(settings.Listen, settings.Port);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Configuration.AddConfiguration(settings.Source);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, settings));
        builder.Services.AddRouting();
        builder.AddWebServiceDefaults(serviceName, settings.LogLevel, settings.Authentication);
        builder.AddAgentMemory(settings);
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

    private static void Configure(KestrelServerOptions kestrel, MemorySettings settings)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = settings.MaximumRequestBodyBytes;
        if (settings.Listen.Address is { } address)
            kestrel.Listen(address, settings.Port);
        else if (settings.Port == 0)
            kestrel.Listen(IPAddress.Loopback, 0); // Two addresses cannot share a port that is yet to be chosen.
        else
            kestrel.ListenLocalhost(settings.Port);
    }
}
