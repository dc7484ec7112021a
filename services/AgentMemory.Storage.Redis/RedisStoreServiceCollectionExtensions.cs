using AgentMemory.Events;
using AgentMemory.LongTermMemory;
using AgentMemory.Maintenance;
using AgentMemory.Search;
using AgentMemory.Storage.Redis;
using AgentMemory.Storage.Redis.Database;
using AgentMemory.Storage.Redis.Events;
using AgentMemory.Storage.Redis.LongTermMemory;
using AgentMemory.Storage.Redis.Maintenance;
using AgentMemory.Storage.Redis.Search;
using AgentMemory.Storage.Redis.SummaryViews;
using AgentMemory.Storage.Redis.Tasks;
using AgentMemory.Storage.Redis.Tenancy;
using AgentMemory.Storage.Redis.Usage;
using AgentMemory.Storage.Redis.WorkingMemory;
using AgentMemory.SummaryViews;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;
using AgentMemory.Usage;
using AgentMemory.WorkingMemory;
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
        services.AddSingleton<MemoryIndex>();
        services.AddSingleton<IStoreMaintenance, RedisStoreMaintenance>();
        services.AddSingleton<ILongTermMemoryStore, RedisLongTermMemoryStore>();
        services.AddSingleton<IMemorySearchIndex, RedisMemorySearchIndex>();
        services.AddSingleton<RedisWorkingMemoryStore>();
        services.AddSingleton<IWorkingMemoryStore>(provider => provider.GetRequiredService<RedisWorkingMemoryStore>());
        services.AddSingleton<IStoreImport, RedisStoreImport>();
        services.AddSingleton<ITaskQueue, RedisTaskQueue>();
        services.AddSingleton<ILeaseStore, RedisLeaseStore>();
        services.AddSingleton<IEventLog, RedisEventLog>();
        services.AddSingleton<IUsageStore, RedisUsageStore>();
        services.AddSingleton<ISummaryViewStore, RedisSummaryViewStore>();
        services.AddSingleton<ITokenStore, RedisTokenStore>();
        services.AddHostedService<ServerCheck>();
        return services;
    }
}
