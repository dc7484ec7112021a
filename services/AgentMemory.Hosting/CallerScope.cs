using System.Security.Claims;
using AgentMemory.ServiceDefaults.Authentication;
using AgentMemory.Tenancy;

namespace AgentMemory.Hosting;

/// <summary>
/// The one place where credentials become an <see cref="AccessScope"/>. A principal without a binding claim of a type is
/// unbound in that part; authentication, not this, decides who is let in at all.
/// </summary>
public static class CallerScope
{
    public static AccessScope Of(ClaimsPrincipal caller)
    {
        List<string>? namespaces = null;
        List<string>? users = null;
        foreach (var claim in caller.Claims)
        {
            if (claim.Type == MemoryClaims.Namespace)
                (namespaces ??= []).Add(claim.Value);
            else if (claim.Type == MemoryClaims.User)
                (users ??= []).Add(claim.Value);
        }

        return AccessScope.Bound(namespaces, users);
    }
}
