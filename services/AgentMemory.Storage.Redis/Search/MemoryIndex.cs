using System.Diagnostics;
using System.Globalization;
using AgentMemory.Errors;
using AgentMemory.Storage.Redis.Database;
using AgentMemory.Storage.Redis.LongTermMemory;
using NRedisStack.RedisStackCommands;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Search;

/// <summary>
/// The index of Redis Search over all records of the store. Made at the first use by whichever process comes first, and anew when
/// it is gone (FLUSHALL takes indexes too). Asked through an alias, so that another index can take its place.
/// </summary>
internal sealed partial class MemoryIndex(RedisStore store) : IDisposable
{
    /// <summary>How long a caller waits for an index to be built; Redis builds on.</summary>
    private static readonly TimeSpan BuildPatience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan BuildCheck = TimeSpan.FromMilliseconds(10);

    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>What this process knows of the index; <see langword="null"/> until it has looked.</summary>
    private volatile IndexDescription? _known;

    private string Alias => store.Keys.Root + "memories";

    /// <summary>Reads that use the index. What fails may fail because the index is not the one that was known, so it is looked at
    /// anew and tried again.</summary>
    public Task<T> ReadAsync<T>(Func<IndexQueries, Task<T>> read, CancellationToken cancellationToken) => store.ReadAsync(
        async database =>
        {
            var queries = new IndexQueries(database, Alias, MemoryRecords.NumbersKeyOf(store.Keys), store.Options.CommandTimeout);
            await EnsureAsync(database, cancellationToken);
            try
            {
                return await read(queries);
            }
            catch (RedisServerException)
            {
                Forget();
            }

            await EnsureAsync(database, cancellationToken);
            return await read(queries);
        },
        cancellationToken);

    /// <summary>Looks at the index anew before the next use.</summary>
    public void Forget() => _known = null;

    public void Dispose() => _gate.Dispose();

    private async ValueTask<IndexDescription> EnsureAsync(IDatabase database, CancellationToken cancellationToken)
    {
        if (_known is { } known)
            return known;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return _known ??= await FindOrCreateAsync(database, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<IndexDescription> FindOrCreateAsync(IDatabase database, CancellationToken cancellationToken)
    {
        var found = await FindAsync(database, Alias);
        if (found?.Version > MemoryIndexSchema.Version)
        {
            throw new StoreIncompatibleException(
                $"The search index has schema version {found.Version}, this program knows up to {MemoryIndexSchema.Version}. "
                + "Upgrade AgentMemory, or set AGENT_MEMORY_REDIS_PREFIX to another name");
        }

        await DeriveAsync(database, cancellationToken);
        if (found?.Version == MemoryIndexSchema.Version)
            return await BuiltAsync(database, found.Name, cancellationToken);

        var name = NameOf(MemoryIndexSchema.Version);
        await CreateAsync(database, name);
        var made = await BuiltAsync(database, name, cancellationToken);
        await ReplaceAsync(database, name);
        return made;
    }

    /// <summary>Waits until the index has all that was written before it was made.</summary>
    private static async Task<IndexDescription> BuiltAsync(IDatabase database, string name, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            if (await FindAsync(database, name) is not { } index)
                throw new StoreUnavailableException("The search index was removed while it was made; try again", TimeSpan.FromSeconds(1));
            if (index.IsBuilt)
                return index;
            if (Stopwatch.GetElapsedTime(started) > BuildPatience)
            {
                throw new StoreUnavailableException(
                    $"The search index is being built, {index.PercentBuilt.ToString("0", CultureInfo.InvariantCulture)} % so far; try again",
                    BuildPatience);
            }

            await Task.Delay(BuildCheck, cancellationToken);
        }
    }

    /// <returns><see langword="null"/> when there is none of that name or alias.</returns>
    private static async Task<IndexDescription?> FindAsync(IDatabase database, string name)
    {
        try
        {
            return IndexDescription.Of(await database.FT().InfoAsync(name));
        }
        catch (RedisServerException error) when (!RedisFailure.IsMissingModule(error))
        {
            // Versions word it differently. If it means anything else, making the index fails with it too.
            return null;
        }
    }

    private string NameOf(int version) => string.Create(CultureInfo.InvariantCulture, $"{Alias}:v{version}");
}
