using AgentMemory.Hosting.Settings;
using AgentMemory.Storage.Redis;
using AgentMemory.Storage.Redis.Database;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Hosting.Stores;

/// <summary>The store of the stack this was built for: Redis.</summary>
internal static class StackStore
{
    /// <exception cref="StartupException">The address of Redis cannot be read.</exception>
    public static void Add(IServiceCollection services, MemorySettings settings)
    {
        Demand(settings.Redis);
        services.AddRedisStore(new RedisStoreOptions
        {
            Connection = settings.Redis.Connection,
            Name = settings.Redis.Prefix,
            VectorAlgorithm = settings.Redis.IsFlat ? VectorAlgorithm.Flat : VectorAlgorithm.Hnsw,
            SearchBreadth = settings.Redis.SearchBreadth,
            CommandTimeout = settings.Redis.Timeout,
        });
        services.AddReferenceDatabases();
    }

    /// <summary>For people: where data is kept. Without credentials.</summary>
    public static string Describe(MemorySettings settings) =>
        $"Redis at {RedisAddress.Describe(RedisAddress.Parse(settings.Redis.Connection).EndPoints)}, keys {{{settings.Redis.Prefix}}}:…";

    private static void Demand(RedisSettings redis)
    {
        try
        {
            RedisAddress.Parse(redis.Connection);
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            throw new StartupException(
                "REDIS_URL cannot be read: use redis://[user:password@]host:port, rediss:// for TLS, or host:port,option=value");
        }
    }
}
