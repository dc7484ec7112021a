using System.CommandLine;
using AgentMemory.Cli.Frame;
using AgentMemory.Hosting.Settings;
using AgentMemory.Tenancy;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Cli.Tokens;

/// <summary><c>agent-memory token …</c></summary>
internal static class TokenCommand
{
    private const string Details =
        """
        A server started with AUTH_MODE=token lets in who sends one as "Authorization: Bearer <token>". Tokens are kept in the
        data folder as digests. What is added or removed here holds for running servers from their next request on.
        """;

    public static Command Create() => new ToolCommand("token", "Manage access tokens", Details)
    {
        TokenAddCommand.Create(),
        TokenListCommand.Create(),
        TokenShowCommand.Create(),
        TokenRemoveCommand.Create(),
    };

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
