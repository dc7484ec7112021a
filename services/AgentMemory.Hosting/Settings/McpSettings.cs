using AgentMemory.ServiceDefaults.Authentication;
using AgentMemory.ServiceDefaults.Listeners;

namespace AgentMemory.Hosting.Settings;

/// <summary>The settings of the MCP interface.</summary>
public sealed record McpSettings
{
    /// <summary>Where MCP over HTTP is answered.</summary>
    public required Listener Listener { get; init; }

    /// <summary>Names besides those of this machine that may stand in <c>Host</c>, without ports.</summary>
    public required IReadOnlyList<string> AllowedHosts { get; init; }

    /// <summary>Web origins whose pages may call, such as <c>https://app.example.com</c>.</summary>
    public required IReadOnlyList<string> AllowedOrigins { get; init; }

    /// <summary>Where clients reach MCP, without its path; <see langword="null"/> for the host they name.</summary>
    public required Uri? PublicUrl { get; init; }

    /// <summary>For calls that name no namespace; <see langword="null"/> for none.</summary>
    public required string? DefaultNamespace { get; init; }

    /// <summary>For calls that name no user; <see langword="null"/> for none.</summary>
    public required string? DefaultUserId { get; init; }

    /// <returns><see langword="null"/> when a problem leaves the address undecided.</returns>
    internal static McpSettings? Read(SettingsReader reader, AuthenticationSettings? authentication)
    {
        var port = reader.Integer("MCP_PORT", 9000, 0, 65535);
        var host = reader.Text("MCP_HOST", "127.0.0.1; with authentication 0.0.0.0");
        var hosts = reader.List("MCP_ALLOWED_HOSTS", IsHostName, "use names without scheme and port, such as memory.example.com");
        var origins = reader.List("MCP_ALLOWED_ORIGINS", IsOrigin, "use origins such as https://app.example.com, without a path");
        var publicUrl = reader.OptionalUrl("MCP_PUBLIC_URL", "https://memory.example.com");
        var (@namespace, userId) = (reader.Text("DEFAULT_MCP_NAMESPACE"), reader.Text("DEFAULT_MCP_USER_ID"));
        if (authentication is null)
            return null;
        var (address, problem) = ListenAddress.Decide(host, authentication, "MCP_HOST");
        reader.Add(problem);
        return address is null ? null : new()
        {
            Listener = new("MCP", address, port, "MCP_HOST", "MCP_PORT"),
            AllowedHosts = hosts,
            AllowedOrigins = origins,
            PublicUrl = publicUrl,
            DefaultNamespace = @namespace,
            DefaultUserId = userId,
        };
    }

    private static bool IsHostName(string value) => Uri.CheckHostName(value.Trim('[', ']')) != UriHostNameType.Unknown;

    private static bool IsOrigin(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var origin)
        && origin.GetLeftPart(UriPartial.Authority).Equals(value, StringComparison.OrdinalIgnoreCase);
}
