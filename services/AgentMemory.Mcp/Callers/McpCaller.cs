using AgentMemory.Tenancy;

namespace AgentMemory.Mcp.Callers;

/// <summary>
/// On whose behalf one request is answered. Made anew for each HTTP request, and once for each SSE connection and stdio
/// process; nothing about a caller is kept in a shared field (T17).
/// </summary>
/// <param name="Scope">What the caller may see, from its credentials.</param>
/// <param name="Defaults">Stands in where an argument is absent or <c>null</c>.</param>
public sealed record McpCaller(AccessScope Scope, CallDefaults Defaults);

/// <summary>Where a call goes that does not say: the URL's namespace and user, else <c>DEFAULT_MCP_NAMESPACE</c> and
/// <c>DEFAULT_MCP_USER_ID</c> (spec 7.2), for every tool alike (T18).</summary>
public sealed record CallDefaults(string? Namespace, string? UserId)
{
    public static CallDefaults None { get; } = new(null, null);
}
