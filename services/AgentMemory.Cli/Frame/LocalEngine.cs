using AgentMemory.Hosting;
using AgentMemory.Hosting.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AgentMemory.Cli.Frame;

/// <summary>The engine on the data folder that the settings name, open for one command. Nothing runs in the background, and
/// nothing is logged: a command says itself what it did.</summary>
internal static class LocalEngine
{
    /// <exception cref="StartupException">A setting is wrong, or the data folder cannot be used.</exception>
    public static async Task<int> RunAsync(Func<IServiceProvider, Task<int>> work)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        var settings = MemorySettings.Load(SettingsSources.OfThisProcess());
        builder.AddAgentMemory(settings);
        builder.Services.AddSingleton(settings);
        using var host = builder.Build();
        return await work(host.Services);
    }
}
