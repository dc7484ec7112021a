using AgentMemory.Hosting;
using AgentMemory.Hosting.Settings;
using Microsoft.Extensions.Configuration;

namespace AgentMemory.Cli.Servers;

/// <summary>Options that stand for settings: on the command line they are stronger than in any other source.</summary>
internal static class GivenSettings
{
    /// <param name="given">Variables by name; <see langword="null"/> is not given.</param>
    /// <exception cref="StartupException">With every problem there is.</exception>
    public static MemorySettings Load(params IEnumerable<(string Variable, object? Value)> given) => MemorySettings.Load(
        new ConfigurationBuilder()
            .AddConfiguration(SettingsSources.OfThisProcess())
            .AddInMemoryCollection(
                from option in given
                where option.Value is not null
                select KeyValuePair.Create(option.Variable, (string?)FormattableString.Invariant($"{option.Value}")))
            .Build());
}
