using Microsoft.Extensions.Configuration;

namespace AgentMemory.Hosting.Settings;

/// <summary>Where the distributed stack keeps its data; the embedded stack reads it and does not use it.</summary>
public sealed partial record RedisSettings
{
    /// <summary>An address (<c>redis://…</c>, <c>rediss://…</c>) or a configuration string of StackExchange.Redis.</summary>
    public required string Connection { get; init; }

    /// <summary>Whether somebody said where Redis is.</summary>
    public required bool IsConfigured { get; init; }

    /// <summary>Begins every key, and names this store among others on one server.</summary>
    public required string Prefix { get; init; }

    /// <summary>Vectors are searched exactly (FLAT) rather than approximately (HNSW).</summary>
    public required bool IsFlat { get; init; }

    /// <summary>Candidates of an approximate search.</summary>
    public required int SearchBreadth { get; init; }

    public required TimeSpan Timeout { get; init; }

    internal static RedisSettings Read(SettingsReader reader, IConfiguration source)
    {
        const string Default = "redis://localhost:6379";
        var address = reader.Text("REDIS_URL", Default) ?? source.GetConnectionString("redis");
        var prefix = reader.Text("AGENT_MEMORY_REDIS_PREFIX", "agent-memory") ?? "agent-memory";
        if (!PrefixPattern().IsMatch(prefix))
            reader.Add($"AGENT_MEMORY_REDIS_PREFIX is \"{prefix}\": use 1 to 100 letters, digits, dots, hyphens and underscores");
        return new()
        {
            Connection = address ?? Default,
            IsConfigured = address is not null,
            Prefix = prefix,
            IsFlat = reader.Choice("REDISVL_INDEXING_ALGORITHM", "HNSW", "FLAT") == "FLAT",
            SearchBreadth = reader.Integer("REDIS_VECTOR_EF_RUNTIME", 200, 10, 10_000),
            Timeout = TimeSpan.FromSeconds(reader.Integer("REDIS_TIMEOUT_SECONDS", 5, 1, 300)),
        };
    }

    // A record prints its members; the connection may hold a password.
    public override string ToString() => $"{nameof(RedisSettings)} {{ Prefix = {Prefix} }}";

    [System.Text.RegularExpressions.GeneratedRegex(@"^[A-Za-z0-9._-]{1,100}\z")]
    private static partial System.Text.RegularExpressions.Regex PrefixPattern();
}
