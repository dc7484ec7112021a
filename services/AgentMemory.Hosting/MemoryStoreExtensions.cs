using AgentMemory.Hosting;
using AgentMemory.Hosting.Settings;
using AgentMemory.Storage.Sqlite;
using AgentMemory.Tenancy;

namespace Microsoft.Extensions.DependencyInjection;

public static class MemoryStoreExtensions
{
    /// <summary>The store and the tokens in it: all that administrative commands need.</summary>
    /// <exception cref="StartupException">The data folder cannot be used.</exception>
    public static IServiceCollection AddMemoryStore(this IServiceCollection services, MemorySettings settings)
    {
        DataFolder.Prepare(settings.DataFolder);
        services.AddSqliteStore(new SqliteStoreOptions
        {
            DatabasePath = settings.DatabasePath,
            BusyTimeout = settings.DatabaseBusyTimeout,
            MaximumBytes = settings.DatabaseMaximumBytes,
        });
        return services.AddSingleton<TokenService>();
    }
}
