using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace AgentMemory.ServiceDefaults.Authentication;

/// <summary>Who a request comes from, or why it is refused.</summary>
internal sealed record CredentialVerdict
{
    private CredentialVerdict()
    {
    }

    /// <summary><see langword="null"/> when refused.</summary>
    public ClaimsPrincipal? Caller { get; private init; }

    /// <summary>Of an accepted caller: names the credentials and what they reach; not the secret.</summary>
    public string? PublicId { get; private init; }

    /// <summary>Of a refusal.</summary>
    public int Status { get; private init; }

    /// <summary>The text of a refusal.</summary>
    public string? Refusal { get; private init; }

    /// <summary>Of a refusal that says nothing about the credentials: when to ask again.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    public static CredentialVerdict Accepted(ClaimsPrincipal caller, string publicId) => new() { Caller = caller, PublicId = publicId };

    public static CredentialVerdict Refused(string reason) =>
        new() { Status = StatusCodes.Status401Unauthorized, Refusal = reason };

    /// <summary>Nobody can say now.</summary>
    public static CredentialVerdict Undecided(int status, string reason, TimeSpan? retryAfter) =>
        new() { Status = status, Refusal = reason, RetryAfter = retryAfter };
}
