using System.Runtime.CompilerServices;
using System.Security.Claims;
using AgentMemory.Tenancy;

namespace AgentMemory.Api.Tenancy;

/// <summary>
/// The one place where credentials become an <see cref="AccessScope"/>. A principal without a binding claim of a type is
/// unbound in that part; authentication, not this, decides who is let in at all.
/// </summary>
public static class CallerScope
{
    /// <summary>A namespace the caller is bound to; the empty string is "no namespace".</summary>
    public const string NamespaceClaim = "agentmemory:namespace";

    /// <summary>A user the caller is bound to; the empty string is "no user".</summary>
    public const string UserClaim = "agentmemory:user";

    /// <summary>Authentication may hand out one principal for many requests of a token.</summary>
    private static readonly ConditionalWeakTable<ClaimsPrincipal, AccessScope> Known = [];

    public static AccessScope Of(HttpContext http) => Known.GetValue(http.User, Read);

    private static AccessScope Read(ClaimsPrincipal principal)
    {
        List<string>? namespaces = null;
        List<string>? users = null;
        foreach (var claim in principal.Claims)
        {
            if (claim.Type == NamespaceClaim)
                (namespaces ??= []).Add(claim.Value);
            else if (claim.Type == UserClaim)
                (users ??= []).Add(claim.Value);
        }

        return AccessScope.Bound(namespaces, users);
    }
}
