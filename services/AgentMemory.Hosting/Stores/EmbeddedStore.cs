using AgentMemory.Hosting.Settings;
using AgentMemory.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Hosting.Stores;

/// <summary>The store of the stack this was built for: SQLite, in the data folder.</summary>
internal static class StackStore
{
    /// <exception cref="StartupException">The data folder cannot be used.</exception>
    public static void Add(IServiceCollection services, MemorySettings settings)
    {
        DataFolder.Prepare(settings.DataFolder);
        services.AddSqliteStore(new SqliteStoreOptions
        {
            DatabasePath = settings.DatabasePath,
            BusyTimeout = settings.DatabaseBusyTimeout,
            MaximumBytes = settings.DatabaseMaximumBytes,
        });
    }

    /// <summary>For people: where data is kept.</summary>
    public static string Describe(MemorySettings settings) => settings.Redis.IsConfigured
        ? $"{settings.DataFolder} (REDIS_URL has no effect in the embedded stack)"
        : settings.DataFolder;
}
