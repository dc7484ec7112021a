using System.Globalization;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Search;

/// <summary>The server's setting of how many tags a prefix may stand for.</summary>
internal static class PrefixLimit
{
    private const string Setting = "MAXPREFIXEXPANSIONS";

    /// <summary>As good as none: more tags than any index has.</summary>
    private const long Unlimited = int.MaxValue;

    /// <returns>False where the server lets nobody, or not us, change it.</returns>
    public static async Task<bool> LiftAsync(IDatabase database)
    {
        try
        {
            if (await ReadAsync(database) >= Unlimited)
                return true;
            await database.ExecuteAsync("FT.CONFIG", "SET", Setting, Unlimited);
            return await ReadAsync(database) >= Unlimited;
        }
        catch (RedisServerException)
        {
            return false;
        }
    }

    private static async Task<long> ReadAsync(IDatabase database)
    {
        // One pair of name and value, in a list.
        var reply = (RedisResult[])(await database.ExecuteAsync("FT.CONFIG", "GET", Setting))!;
        var pair = reply.Length == 1 ? (RedisResult[])reply[0]! : reply;
        return long.TryParse((string?)pair[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : 0;
    }
}
