namespace AgentMemory.AppHost.Distributed;

/// <summary>
/// Who may call, the same for the gateway and for the services behind it, which check again. Published, that takes a token
/// unless something else is asked for; on this machine alone, nothing.
/// </summary>
internal static class AccessSettings
{
    private const string Mode = "AUTH_MODE";

    private static readonly string[] Names =
    [
        Mode, "DISABLE_AUTH", "TOKEN_AUTH_ENABLED", "AGENT_MEMORY_REDIS_PREFIX",
        "OAUTH2_ISSUER_URL", "OAUTH2_AUDIENCE", "OAUTH2_JWKS_URL", "OAUTH2_ALGORITHMS", "OAUTH2_NAMESPACES_CLAIM", "OAUTH2_USERS_CLAIM",
        "MCP_PUBLIC_URL", "MCP_ALLOWED_HOSTS", "MCP_ALLOWED_ORIGINS", "GATEWAY_REQUESTS_PER_SECOND", "GATEWAY_BURST",
    ];

    public static IReadOnlyDictionary<string, string> Of(IDistributedApplicationBuilder builder)
    {
        var given = new Dictionary<string, string>();
        foreach (var name in Names)
        {
            if (builder.Configuration[name] is { } value && !string.IsNullOrWhiteSpace(value))
                given[name] = value;
        }

        var isDecided = given.ContainsKey(Mode) || given.ContainsKey("DISABLE_AUTH") || given.ContainsKey("TOKEN_AUTH_ENABLED");
        if (builder.ExecutionContext.IsPublishMode && !isDecided)
            given[Mode] = "token";
        return given;
    }
}
