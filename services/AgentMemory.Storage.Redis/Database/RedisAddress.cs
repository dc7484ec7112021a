using System.Net;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Database;

/// <summary>
/// Reads the forms an address of Redis has: <c>redis://</c> and <c>rediss://</c> (TLS) with user, password, port and database,
/// the reference's <c>redis+cluster://</c> forms and comma-separated hosts, and StackExchange.Redis's own strings.
/// </summary>
public static class RedisAddress
{
    private const int DefaultPort = 6379;

    /// <exception cref="FormatException">It is none of these.</exception>
    public static ConfigurationOptions Parse(string address)
    {
        address = address.Trim();
        if (!address.Contains("://", StringComparison.Ordinal))
            return ConfigurationOptions.Parse(address);
        var scheme = address[..address.IndexOf(':', StringComparison.Ordinal)].ToLowerInvariant();
        if (scheme is not ("redis" or "rediss" or "redis+cluster" or "rediss+cluster"))
            throw new FormatException($"The scheme {scheme} is none of Redis's");

        // Several hosts share the first one's credentials: redis://user:password@a:6379,b:6379/0
        var hosts = address[(scheme.Length + 3)..];
        var options = new ConfigurationOptions { Ssl = scheme.StartsWith("rediss", StringComparison.Ordinal) };
        foreach (var part in hosts.Split(','))
        {
            var text = part.Contains("://", StringComparison.Ordinal) ? part[(part.IndexOf("://", StringComparison.Ordinal) + 3)..] : part;
            if (!Uri.TryCreate("redis://" + text, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
                throw new FormatException("A host of the address cannot be read");
            options.EndPoints.Add(uri.IdnHost, uri.Port < 0 ? DefaultPort : uri.Port);
            Credentials(options, uri);
            if (int.TryParse(uri.AbsolutePath.Trim('/'), out var database))
                options.DefaultDatabase = database;
        }

        return options;
    }

    /// <summary>Hosts and ports, for people; without credentials.</summary>
    public static string Describe(IEnumerable<EndPoint> hosts) =>
        string.Join(", ", hosts.Select(host => host is DnsEndPoint named ? $"{named.Host}:{named.Port}" : $"{host}"));

    private static void Credentials(ConfigurationOptions options, Uri uri)
    {
        if (uri.UserInfo.Length == 0)
            return;
        var parts = uri.UserInfo.Split(':', 2);
        if (parts.Length == 1)
        {
            options.Password = Uri.UnescapeDataString(parts[0]);
            return;
        }

        options.User = parts[0].Length == 0 ? null : Uri.UnescapeDataString(parts[0]);
        options.Password = Uri.UnescapeDataString(parts[1]);
    }
}
