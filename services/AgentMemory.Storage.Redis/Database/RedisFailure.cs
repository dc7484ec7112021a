using System.Text.Json;
using AgentMemory.Errors;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Database;

/// <summary>What Redis's errors mean to a caller.</summary>
internal static class RedisFailure
{
    /// <summary>Whether <see cref="Translate"/> has something to say about it.</summary>
    public static bool Is(Exception error) => error is RedisException or RedisTimeoutException or ObjectDisposedException
        or JsonException or FormatException;

    public static MemoryException Translate(Exception error) => error switch
    {
        RedisServerException server => OfServer(server),
        RedisConnectionException => Unavailable("Redis cannot be reached; what was not acknowledged may not be stored. Try again", 2, error),
        RedisTimeoutException => Unavailable("Redis did not answer in time; what was not acknowledged may or may not be stored. Try again", 2, error),
        ObjectDisposedException => Unavailable("The store is shutting down", 1, error),
        JsonException or FormatException => new StoreIncompatibleException(
            $"Something stored in Redis cannot be read ({error.Message}). `agent-memory delete memory --invalid` removes such "
            + "memories, `agent-memory migrate-working-memory --dry-run` names such sessions", error),
        _ => Unavailable("Redis failed; try again", 5, error),
    };

    public static bool IsMissingScript(RedisServerException error) => Has(error, "NOSCRIPT");

    /// <summary>A search command, or an index, the server does not have.</summary>
    public static bool IsMissingModule(RedisServerException error) => Has(error, "ERR unknown command");

    private static MemoryException OfServer(RedisServerException error)
    {
        if (Has(error, "OOM"))
            return Unavailable("Redis has no memory left; nothing was changed. Raise maxmemory, or forget memories, and try again", 30, error);
        if (Has(error, "MISCONF"))
            return Unavailable("Redis cannot write to its disk and accepts no writes; free space there and try again", 30, error);
        if (Has(error, "LOADING"))
            return Unavailable("Redis is loading its data; try again shortly", 2, error);
        if (Has(error, "READONLY"))
            return Unavailable("Redis is a read-only replica at the moment; try again once it has failed over", 2, error);
        if (Has(error, "CLUSTERDOWN") || Has(error, "TRYAGAIN") || Has(error, "MASTERDOWN") || Has(error, "NOREPLICAS"))
            return Unavailable("The Redis cluster cannot serve at the moment; try again", 2, error);
        if (Has(error, "NOAUTH") || Has(error, "WRONGPASS") || Has(error, "NOPERM"))
            return new StoreIncompatibleException($"Redis refuses this server's credentials: check REDIS_URL ({error.Message})", error);
        if (IsMissingModule(error))
        {
            return new StoreIncompatibleException(
                "This Redis has no Search: use Redis 8, Redis Stack 7.4, or load the RediSearch module", error);
        }

        return Unavailable("Redis refused a command; the log says which", 5, error);
    }

    private static bool Has(Exception error, string code) => error.Message.Contains(code, StringComparison.Ordinal);

    private static StoreUnavailableException Unavailable(string message, int retrySeconds, Exception error) =>
        new(message, TimeSpan.FromSeconds(retrySeconds), error);
}
