using AgentMemory.Errors;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Reference;

/// <summary>What failures of the reference's Redis mean to the operator who named it.</summary>
internal static class ReferenceFailure
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    public static MemoryException Translate(Exception error)
    {
        if (error is RedisServerException && error.Message.Contains("JSON.GET", StringComparison.OrdinalIgnoreCase))
        {
            return new StoreIncompatibleException(
                "The reference's Redis has JSON documents and no RedisJSON to read them with: load the module, or use Redis 8", error);
        }

        return new StoreUnavailableException(
            $"The reference's Redis cannot be read, nothing of it was changed; started again, this goes on. It says: {FirstLine(error)}",
            Soon, error);
    }

    public static InvalidRequestException BadAddress() => new(
        "The address of the reference's Redis cannot be read: use redis://[user:password@]host:port[/database], rediss:// for TLS, "
        + "or host:port,option=value");

    public static StoreUnavailableException NoPrimary() => new("The reference's Redis has no primary that answers", Soon);

    private static string FirstLine(Exception error) => error.Message.Split('\n', 2)[0].TrimEnd();
}
