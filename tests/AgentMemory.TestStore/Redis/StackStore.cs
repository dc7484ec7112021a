using AgentMemory.Storage.Redis;
using AgentMemory.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Sdk;

namespace AgentMemory.TestStore;

/// <summary>
/// The store on which tests of what stands above it run: that of the stack they were built for. Here, the Redis that
/// AGENT_MEMORY_TEST_REDIS names; where it names none, a file, and what is composed of settings is skipped.
/// </summary>
public static class StackStore
{
    private static readonly string? Address =
        Environment.GetEnvironmentVariable("AGENT_MEMORY_TEST_REDIS") is { Length: > 0 } address ? address : null;

    /// <param name="folder">Of this store alone.</param>
    public static IServiceCollection AddStackStore(this IServiceCollection services, string folder) => Address is null
        ? services.AddSqliteStore(new SqliteStoreOptions { DatabasePath = Path.Combine(folder, "memory.db") })
        : services.AddRedisStore(OptionsFor(folder, Address));

    /// <summary>Settings that lead a composed service to its store.</summary>
    /// <exception cref="SkipException">There is no Redis.</exception>
    public static IEnumerable<KeyValuePair<string, string?>> SettingsFor(string folder) => Address is null
        ? throw SkipException.ForSkip("There is no Redis with Search: set AGENT_MEMORY_TEST_REDIS to its host:port")
        : [new("REDIS_URL", Address), new("AGENT_MEMORY_REDIS_PREFIX", NameOf(folder))];

    /// <summary>Removes what the folder does not hold.</summary>
    public static Task RemoveAsync(string folder) =>
        Address is null ? Task.CompletedTask : Redis.TestRedis.RemoveAsync(OptionsFor(folder, Address));

    private static RedisStoreOptions OptionsFor(string folder, string address) =>
        new() { Connection = address, Name = NameOf(folder), CommandTimeout = TimeSpan.FromSeconds(30) };

    private static string NameOf(string folder) => "test-" + Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
}
