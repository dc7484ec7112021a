using AgentMemory.Storage.Redis.Database;
using AgentMemory.Storage.Redis.LongTermMemory;
using NRedisStack.RedisStackCommands;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Search;

/// <summary>
/// How a new index gets what is stored already. Redis fills it by looking at each of its keys, whosever, which takes the longer the
/// more there are; the records of a small store are rather named to it.
/// </summary>
internal sealed partial class MemoryIndex
{
    /// <summary>Up to this many records are named.</summary>
    private const int SmallStore = 2000;

    private const int NamedAtOnce = 100;

    private static readonly string Announce = StoreScripts.Read("memory-announce");

    /// <summary>Makes an index of this name and fills it, or goes on with one that was left. It is whole when this returns, or once
    /// Redis has looked at all its keys (<see cref="IndexDescription.IsBuilt"/>). Nobody must use it before.</summary>
    private async Task CreateAsync(IDatabase database, string name)
    {
        var isSmall = await database.SortedSetLengthAsync(MemoryRecords.NumbersKeyOf(store.Keys)) <= SmallStore;
        var isMade = await TryCreateAsync(database, name, skipInitialScan: isSmall);
        // Whoever made it may have been stopped before naming what there was.
        if (isMade ? isSmall : await FindAsync(database, name) is { IsBuilt: true })
            await AnnounceAsync(database);
    }

    /// <returns>False when there is one.</returns>
    private async Task<bool> TryCreateAsync(IDatabase database, string name, bool skipInitialScan)
    {
        var parameters = MemoryIndexSchema.Parameters(store.Keys.Root + "memory:");
        if (skipInitialScan)
            parameters.SkipInitialScan();
        try
        {
            return await database.FT().CreateAsync(
                name, parameters, MemoryIndexSchema.Of(await SpacesAsync(database), store.Options));
        }
        catch (RedisServerException)
        {
            // Versions word it differently. Whoever else starts now makes the same one.
            if (await FindAsync(database, name) is null)
                throw;
            return false;
        }
    }

    private async Task AnnounceAsync(IDatabase database)
    {
        for (RedisValue after = 0; after != -1;)
            after = (RedisValue)await store.EvaluateAsync(database, Announce, [after, NamedAtOnce]);
    }
}
