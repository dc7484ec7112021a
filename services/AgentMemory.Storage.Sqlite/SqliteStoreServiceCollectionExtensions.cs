using AgentMemory.Events;
using AgentMemory.LongTermMemory;
using AgentMemory.Maintenance;
using AgentMemory.Search;
using AgentMemory.Storage.Sqlite;
using AgentMemory.Storage.Sqlite.Database;
using AgentMemory.Storage.Sqlite.Events;
using AgentMemory.Storage.Sqlite.LongTermMemory;
using AgentMemory.Storage.Sqlite.Maintenance;
using AgentMemory.Storage.Sqlite.Search;
using AgentMemory.Storage.Sqlite.SummaryViews;
using AgentMemory.Storage.Sqlite.Tasks;
using AgentMemory.Storage.Sqlite.Tenancy;
using AgentMemory.Storage.Sqlite.Usage;
using AgentMemory.Storage.Sqlite.WorkingMemory;
using AgentMemory.SummaryViews;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;
using AgentMemory.Usage;
using AgentMemory.WorkingMemory;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

public static class SqliteStoreServiceCollectionExtensions
{
    /// <summary>
    /// Puts every port on one SQLite file. The file is opened, created or migrated when the first port is resolved.
    /// </summary>
    public static IServiceCollection AddSqliteStore(this IServiceCollection services, SqliteStoreOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<StoreDatabase>();
        services.AddSingleton<IWorkingMemoryStore, SqliteWorkingMemoryStore>();
        services.AddSingleton<ILongTermMemoryStore, SqliteLongTermMemoryStore>();
        services.AddSingleton<SqliteMemorySearchIndex>();
        services.AddSingleton<IMemorySearchIndex>(provider => provider.GetRequiredService<SqliteMemorySearchIndex>());
        services.AddHostedService<SearchWarmUp>();
        services.AddSingleton<ITaskQueue, SqliteTaskQueue>();
        services.AddSingleton<ILeaseStore, SqliteLeaseStore>();
        services.AddSingleton<IEventLog, SqliteEventLog>();
        services.AddSingleton<IUsageStore, SqliteUsageStore>();
        services.AddSingleton<ISummaryViewStore, SqliteSummaryViewStore>();
        services.AddSingleton<ITokenStore, SqliteTokenStore>();
        services.AddSingleton<IStoreMaintenance, SqliteStoreMaintenance>();
        services.AddSingleton<IStoreImport, SqliteStoreImport>();
        return services;
    }
}
