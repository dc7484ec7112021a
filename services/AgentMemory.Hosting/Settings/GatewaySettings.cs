using AgentMemory.ServiceDefaults.Authentication;
using AgentMemory.ServiceDefaults.Listeners;

namespace AgentMemory.Hosting.Settings;

/// <summary>The settings of the gateway; the services behind it do not use them.</summary>
public sealed record GatewaySettings
{
    public required Listener Listener { get; init; }

    /// <summary>Where REST is answered; a host may be a name that service discovery knows.</summary>
    public required IReadOnlyList<string> ApiUrls { get; init; }

    /// <summary>Where MCP is answered.</summary>
    public required IReadOnlyList<string> McpUrls { get; init; }

    /// <summary>How long a request may be silent in both directions.</summary>
    public required TimeSpan ActivityTimeout { get; init; }

    /// <summary>Of one caller, lasting; 0 sets no limit.</summary>
    public required int RequestsPerSecond { get; init; }

    /// <summary>Of one caller after a rest.</summary>
    public required int Burst { get; init; }

    /// <returns><see langword="null"/> when a problem leaves the address undecided.</returns>
    internal static GatewaySettings? Read(SettingsReader reader, AuthenticationSettings? authentication)
    {
        var port = reader.Integer("GATEWAY_PORT", 8080, 0, 65535);
        var host = reader.Text("GATEWAY_HOST", "127.0.0.1; with authentication 0.0.0.0");
        var api = Urls(reader, "GATEWAY_API_URLS", "http://api");
        var mcp = Urls(reader, "GATEWAY_MCP_URLS", "http://mcp");
        // Streams show every 15 seconds that they live.
        var silence = reader.Integer("GATEWAY_ACTIVITY_TIMEOUT_SECONDS", 300, 30, 86_400);
        var perSecond = reader.Integer("GATEWAY_REQUESTS_PER_SECOND", 200, 0, 1_000_000);
        var burst = reader.Integer("GATEWAY_BURST", 2000, 1, 1_000_000);
        if (authentication is null)
            return null;
        var (address, problem) = ListenAddress.Decide(host, authentication, "GATEWAY_HOST");
        reader.Add(problem);
        return address is null ? null : new()
        {
            Listener = new("gateway", address, port, "GATEWAY_HOST", "GATEWAY_PORT"),
            ApiUrls = api,
            McpUrls = mcp,
            ActivityTimeout = TimeSpan.FromSeconds(silence),
            RequestsPerSecond = perSecond,
            Burst = burst,
        };
    }

    private static IReadOnlyList<string> Urls(SettingsReader reader, string name, string fallback) =>
        reader.List(name, SettingsReader.IsWebUrl, "use URLs such as http://10.0.0.5:8000", fallback);
}
