using System.Diagnostics.CodeAnalysis;
using AgentMemory.Hosting;
using AgentMemory.Mcp.Callers;
using AgentMemory.ServiceDefaults.Requests;
using AgentMemory.Wire.Requests;
using Microsoft.AspNetCore.Http;

namespace AgentMemory.Mcp.Transports.Http;

/// <summary>On whose behalf a request comes: its credentials say what it may see, its URL where calls go that do not say.</summary>
internal static class HttpCaller
{
    public const string NamespaceValue = "namespace";
    private const string UserParameter = "user_id";

    /// <param name="defaults">For what the URL does not say.</param>
    /// <param name="problem">What is wrong with the URL, when there is no caller.</param>
    public static bool TryRead(
        HttpContext http, CallDefaults defaults, [NotNullWhen(true)] out McpCaller? caller, [NotNullWhen(false)] out string? problem)
    {
        var @namespace = http.Request.RouteValues.ContainsKey(NamespaceValue) ? PathValue.Read(http, NamespaceValue) : null;
        var userId = http.Request.Query.TryGetValue(UserParameter, out var values) ? values.ToString() : null;
        problem = Problem("The namespace in the path", @namespace) ?? Problem(UserParameter, userId);
        caller = problem is null
            ? new(CallerScope.Of(http.User), new(@namespace ?? defaults.Namespace, userId ?? defaults.UserId))
            : null;
        return caller is not null;
    }

    private static string? Problem(string what, string? id) => id switch
    {
        null => null,
        "" => $"{what} is empty: leave it out, or name one",
        { Length: > Identifier.MaximumLength } => $"{what} is longer than {Identifier.MaximumLength} characters",
        _ when id.Contains('\0') => $"{what} contains the character U+0000",
        _ => null,
    };
}
