using AgentMemory.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.TestStore;

/// <summary>The store on which tests of what stands above it run: that of the stack they were built for. Here, a file.</summary>
public static class StackStore
{
    /// <param name="folder">Of this store alone.</param>
    public static IServiceCollection AddStackStore(this IServiceCollection services, string folder) =>
        services.AddSqliteStore(new SqliteStoreOptions { DatabasePath = Path.Combine(folder, "memory.db") });

    /// <summary>Settings that lead a composed service to its store.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> SettingsFor(string folder) =>
        [new("AGENT_MEMORY_DATA", Path.Combine(folder, "data"))];

    /// <summary>Removes what the folder does not hold.</summary>
    public static Task RemoveAsync(string folder) => Task.CompletedTask;
}
