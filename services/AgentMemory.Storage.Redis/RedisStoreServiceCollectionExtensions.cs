using AgentMemory.Storage.Redis;
using AgentMemory.Storage.Redis.Database;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

public static class RedisStoreServiceCollectionExtensions
{
    /// <summary>Puts every port on one Redis. The connection is opened at the first use of a port.</summary>
    public static IServiceCollection AddRedisStore(this IServiceCollection services, RedisStoreOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<RedisConnection>();
        services.AddSingleton<RedisStore>();
        return services;
    }
}
