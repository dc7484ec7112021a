using AgentMemory.Errors;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Database;

/// <summary>How a Redis is set up, as far as it tells: managed ones refuse some questions, which then stay open.</summary>
/// <param name="HasSearch">Whether it knows the commands of RediSearch.</param>
/// <param name="EvictionPolicy"><c>maxmemory-policy</c>.</param>
/// <param name="IsMemoryBounded">Whether <c>maxmemory</c> is set, without which nothing is evicted.</param>
/// <param name="AppendOnly"><c>appendonly</c>: <c>yes</c> or <c>no</c>.</param>
/// <param name="AppendSync"><c>appendfsync</c>: <c>always</c>, <c>everysec</c> or <c>no</c>.</param>
/// <param name="SnapshotTimes"><c>save</c>; empty for no snapshots.</param>
internal sealed record ServerState(
    Version? Version, bool? HasSearch, string? EvictionPolicy, bool? IsMemoryBounded, string? AppendOnly, string? AppendSync,
    string? SnapshotTimes)
{
    /// <exception cref="MemoryException">Redis cannot serve.</exception>
    public static async Task<ServerState> ReadAsync(RedisStore store, CancellationToken cancellationToken)
    {
        var info = await AskAsync(store, "INFO", [], cancellationToken) is { } text ? ReadInfo((string)text!) : [];
        var command = await AskAsync(store, "COMMAND", ["INFO", "FT.SEARCH"], cancellationToken);
        var persistence = await ConfigAsync(store, "append*", cancellationToken);
        var snapshots = await ConfigAsync(store, "save", cancellationToken);
        return new(
            Version.TryParse(info.GetValueOrDefault("redis_version"), out var version) ? version : null,
            command is null ? null : ((RedisResult[])command!) is [{ IsNull: false }],
            info.GetValueOrDefault("maxmemory_policy"),
            info.TryGetValue("maxmemory", out var maximum) ? maximum != "0" : null,
            persistence.GetValueOrDefault("appendonly"), persistence.GetValueOrDefault("appendfsync"),
            snapshots.GetValueOrDefault("save"));
    }

    private static async Task<Dictionary<string, string>> ConfigAsync(
        RedisStore store, string pattern, CancellationToken cancellationToken) =>
        await AskAsync(store, "CONFIG", ["GET", pattern], cancellationToken) is { } pairs
            ? ((RedisValue[])pairs!).Chunk(2).ToDictionary(pair => (string)pair[0]!, pair => (string)pair[1]!)
            : [];

    /// <returns><see langword="null"/> when Redis does not answer this.</returns>
    private static Task<RedisResult?> AskAsync(
        RedisStore store, string command, object[] arguments, CancellationToken cancellationToken) => store.ReadAsync(
        async database =>
        {
            try
            {
                return await database.ExecuteAsync(command, arguments);
            }
            catch (RedisServerException error) when (IsRefusal(error))
            {
                return null;
            }
        },
        cancellationToken);

    private static bool IsRefusal(RedisServerException error) =>
        error.Message.StartsWith("ERR", StringComparison.Ordinal) || error.Message.StartsWith("NOPERM", StringComparison.Ordinal);

    private static Dictionary<string, string> ReadInfo(string text) => text
        .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(':', 2)).Where(parts => parts.Length == 2)
        .GroupBy(parts => parts[0]).ToDictionary(line => line.Key, line => line.First()[1]);
}
