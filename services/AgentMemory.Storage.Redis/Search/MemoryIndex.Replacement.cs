using NRedisStack.RedisStackCommands;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Search;

/// <summary>How indexes come and go.</summary>
internal sealed partial class MemoryIndex
{
    /// <summary>Makes an index of this name unless there is one; Redis fills it with what is stored.</summary>
    private async Task CreateAsync(IDatabase database, string name)
    {
        var spaces = await SpacesAsync(database);
        try
        {
            await database.FT().CreateAsync(
                name, MemoryIndexSchema.Parameters(store.Keys.Root + "memory:"), MemoryIndexSchema.Of(spaces, store.Options));
        }
        catch (RedisServerException)
        {
            // Whoever else starts now makes the same one.
            if (await FindAsync(database, name) is null)
                throw;
        }
    }

    /// <summary>Lets the alias mean this index, and removes the one it meant.</summary>
    private async Task ReplaceAsync(IDatabase database, string name)
    {
        var before = await FindAsync(database, Alias);
        if (before?.Name == name)
            return;
        await database.FT().AliasUpdateAsync(Alias, name);
        // A space that came meanwhile was added to the index before.
        await AddSpacesAsync(database, name, await SpacesAsync(database), skipInitialScan: false);
        if (before is not null)
            await DropAsync(database, before.Name);
    }

    private static async Task DropAsync(IDatabase database, string name)
    {
        try
        {
            await database.FT().DropIndexAsync(name);
        }
        catch (RedisServerException)
        {
            // Another process was faster.
            if (await FindAsync(database, name) is not null)
                throw;
        }
    }
}
