using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using AgentMemory.Hosting.Settings;
using AgentMemory.ServiceDefaults.Authentication;
using AgentMemory.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Gateway.Limits;

/// <summary>
/// How often a caller may ask: by its token where it has a valid one, else by its address. Each replica of the gateway
/// counts for itself.
/// </summary>
internal static class RequestRate
{
    /// <summary>
    /// Callers share so many counters, so that inventing addresses costs no memory. Which share one is chosen anew by each
    /// process. Counters that are full again are forgotten.
    /// </summary>
    private const int Counters = 1 << 18;

    public static void AddRequestRate(this IServiceCollection services, GatewaySettings settings) => services.AddRateLimiter(limiter =>
    {
        limiter.OnRejected = RefuseAsync;
        if (settings.RequestsPerSecond == 0)
            return;
        var options = new TokenBucketRateLimiterOptions
        {
            TokenLimit = Math.Max(settings.Burst, settings.RequestsPerSecond),
            TokensPerPeriod = settings.RequestsPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        };
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, (bool IsKnown, int Counter)>(
            http => RateLimitPartition.GetTokenBucketLimiter(CounterOf(http), _ => options));
    });

    private static (bool IsKnown, int Counter) CounterOf(HttpContext http) =>
        http.Features.Get<PresentedToken>() is { } token
            ? (true, Slot(token.PublicId.GetHashCode(StringComparison.Ordinal)))
            : (false, Slot(Network(http.Connection.RemoteIpAddress)));

    private static int Slot(int hash) => (int)((uint)hash % Counters);

    /// <summary>Who has one IPv6 address has 2^64 of them.</summary>
    private static int Network(IPAddress? address)
    {
        if (address is null)
            return 0;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        var hash = new HashCode();
        var bytes = address.GetAddressBytes();
        hash.AddBytes(address.AddressFamily == AddressFamily.InterNetworkV6 ? bytes.AsSpan(0, 8) : bytes);
        return hash.ToHashCode();
    }

    private static async ValueTask RefuseAsync(OnRejectedContext context, CancellationToken cancellationToken)
    {
        var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var told) ? told : TimeSpan.FromSeconds(1);
        context.HttpContext.Response.Headers.RetryAfter =
            Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        await ErrorResponse.WriteAsync(
            context.HttpContext, StatusCodes.Status429TooManyRequests, "Too many requests: slow down, and try again later");
    }
}
