using System.CommandLine;
using AgentMemory.Hosting.Settings;
using AgentMemory.Tenancy;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Cli.Tokens;

/// <summary><c>agent-memory token …</c></summary>
internal static class TokenCommand
{
    public static Command Create() => new("token", "Manage access tokens")
    {
        TokenAddCommand.Create(),
        TokenListCommand.Create(),
        TokenShowCommand.Create(),
        TokenRemoveCommand.Create(),
    };

    public static Option<OutputFormat> FormatOption() =>
        new("--format") { Description = "How to print the result", DefaultValueFactory = _ => OutputFormat.Text };

    public static Argument<string> SelectorArgument() =>
        new("token") { Description = "The token's id or hash as listed, or the start of one that no other token has" };

    /// <summary>Runs on the store that the settings name, open for as long as the work takes.</summary>
    public static async Task<int> WithTokensAsync(Func<TokenService, Task<int>> work)
    {
        var settings = MemorySettings.Load(SettingsSources.OfThisProcess());
        await using var services = new ServiceCollection().AddLogging().AddMemoryStore(settings).BuildServiceProvider();
        return await work(services.GetRequiredService<TokenService>());
    }
}

internal enum OutputFormat { Text, Json }
