using System.Diagnostics;
using NRedisStack.RedisStackCommands;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Search;

/// <summary>How indexes come and go.</summary>
internal sealed partial class MemoryIndex
{
    /// <summary>How long one call waits for a replacement to be filled; the caller may call again.</summary>
    private static readonly TimeSpan ReplacementPatience = TimeSpan.FromSeconds(1);

    /// <summary>Begins to fill another index beside the one that answers; begun twice, it is one.</summary>
    /// <param name="replacement">Names it: letters and digits.</param>
    public Task BeginReplacementAsync(string replacement, CancellationToken cancellationToken) => store.ReadAsync(
        async database =>
        {
            await EnsureAsync(database, cancellationToken);
            await CreateAsync(database, ReplacementNameOf(replacement));
            return true;
        },
        cancellationToken);

    /// <summary>Puts the replacement in the place of the index, once it has all records.</summary>
    public Task<bool> TryReplaceAsync(string replacement, CancellationToken cancellationToken) => store.ReadAsync(
        async database =>
        {
            var name = ReplacementNameOf(replacement);
            if (await FindAsync(database, name) is null)
                await CreateAsync(database, name);
            var started = Stopwatch.GetTimestamp();
            while (await FindAsync(database, name) is not { IsBuilt: true })
            {
                if (Stopwatch.GetElapsedTime(started) > ReplacementPatience)
                    return false;
                await Task.Delay(BuildCheck, cancellationToken);
            }

            await ReplaceAsync(database, name);
            Forget();
            return true;
        },
        cancellationToken);

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

    private string ReplacementNameOf(string replacement) => NameOf(MemoryIndexSchema.Version) + "-" + replacement;

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
