using System.Diagnostics;
using AgentMemory.Errors;
using AgentMemory.Search;
using NRedisStack.RedisStackCommands;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Search;

/// <summary>
/// One vector field per embedding space, added when a space is first used. The store keeps the set of its spaces: one is in it
/// before any record has a vector of it, so that every index made later has all fields from its beginning.
/// </summary>
internal sealed partial class MemoryIndex
{
    private static readonly TimeSpan AddingPatience = TimeSpan.FromSeconds(10);

    private RedisKey SpacesKey => store.Keys.Of("memory-spaces");

    /// <summary>How the index has the vectors of a space.</summary>
    public async ValueTask<VectorAlgorithm> AlgorithmAsync(IDatabase database, SpaceField space, CancellationToken cancellationToken)
    {
        if ((await EnsureAsync(database, cancellationToken)).Algorithms.TryGetValue(space.Name, out var known))
            return known;
        // No record can have a vector of a space that is new, so none needs to be indexed again.
        var isNew = await database.SetAddAsync(SpacesKey, space.Member);
        if (isNew || !await IsBeingAddedAsync(database, space, cancellationToken))
            await AddSpacesAsync(database, Alias, [space], skipInitialScan: isNew);
        Forget();
        return (await EnsureAsync(database, cancellationToken)).Algorithms.TryGetValue(space.Name, out var added)
            ? added
            : throw new StoreUnavailableException("The search index was replaced meanwhile; try again", TimeSpan.FromSeconds(1));
    }

    /// <summary>Makes sure that the space is among those of the store.</summary>
    public Task<bool> EnsureSpaceAsync(EmbeddingSpace space, CancellationToken cancellationToken) => ReadAsync(
        async index =>
        {
            await AlgorithmAsync(index.Database, new SpaceField(space), cancellationToken);
            return true;
        },
        cancellationToken);

    /// <summary>Every space that a record may have a vector of.</summary>
    public async Task<List<SpaceField>> SpacesAsync(IDatabase database) =>
        [.. (await database.SetMembersAsync(SpacesKey)).Select(member => SpaceField.Read((string)member!))];

    /// <summary>Whether the process that the space is new to adds it in time. If not, it was stopped, or the index was made from
    /// an older state of the store.</summary>
    private async Task<bool> IsBeingAddedAsync(IDatabase database, SpaceField space, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < AddingPatience)
        {
            if (await HasAsync(database, Alias, space))
                return true;
            await Task.Delay(BuildCheck, cancellationToken);
        }

        return false;
    }

    private async Task AddSpacesAsync(IDatabase database, string index, IReadOnlyList<SpaceField> spaces, bool skipInitialScan)
    {
        foreach (var space in spaces)
        {
            if (await HasAsync(database, index, space))
                continue;
            try
            {
                await database.FT().AlterAsync(index, MemoryIndexSchema.Of(space, store.Options), skipInitialScan);
            }
            catch (RedisServerException)
            {
                // Another process was faster.
                if (!await HasAsync(database, index, space))
                    throw;
            }
        }
    }

    private static async Task<bool> HasAsync(IDatabase database, string index, SpaceField space) =>
        await FindAsync(database, index) is { } found && found.Algorithms.ContainsKey(space.Name);
}
