using System.Runtime.CompilerServices;
using AgentMemory.Maintenance.Reference;
using AgentMemory.Storage.Redis.Database;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Reference;

/// <summary>
/// Walks the keys of a reference's Redis by SCAN, on every primary of a cluster, and reads what they hold. Nothing is written,
/// and nothing but plain Redis is needed, save RedisJSON where documents are.
/// </summary>
internal sealed class ReferenceDatabase(ConnectionMultiplexer connection, ReferenceSource source) : IReferenceDatabase
{
    /// <summary>Sessions may be large: so many are held in memory at once.</summary>
    private const int SessionsAtOnce = 20;

    private const int StringsAtOnce = 200;

    private readonly ReferenceKeys _keys = new(source);
    private readonly ReferenceValues _values = new(connection.GetDatabase());

    public string Name => "Redis at " + RedisAddress.Describe(connection.GetEndPoints(configuredOnly: true));

    public async IAsyncEnumerable<ReferencePage> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var servers = Primaries();
        var total = 0L;
        foreach (var server in servers)
            total += await GuardAsync(() => server.DatabaseSizeAsync(Database), cancellationToken);

        // Partitions may come before their view, so views are sought first.
        var views = new PageBuilder(ReadAsync, StringsAtOnce);
        await foreach (var key in KeysAsync(servers, ReferenceKeys.ViewConfigs, cancellationToken))
        {
            if (ReferenceKeys.ViewOf(key!) is { } id && await views.AddAsync(key, new(ReferenceKind.View, id), cancellationToken) is { } page)
                yield return new(page, Seen: 0, total);
        }

        yield return new(await views.FlushAsync(cancellationToken), Seen: 0, total);

        var seen = 0L;
        var builders = BuildersByKind();
        var leftovers = new List<ReferenceItem>();
        await foreach (var key in KeysAsync(servers, "*", cancellationToken))
        {
            seen++;
            var meaning = _keys.Read(key!);
            if (meaning.Kind is not { } kind)
                leftovers.Add(new ReferenceLeftover(key!, meaning.Leftover));
            else if (kind != ReferenceKind.View && await builders[kind].AddAsync(key, meaning, cancellationToken) is { } page)
                yield return new(page, seen, total);
            if (leftovers.Count == source.BatchSize)
            {
                yield return new(leftovers, seen, total);
                leftovers = [];
            }
        }

        foreach (var builder in builders.Values.Distinct())
            yield return new(await builder.FlushAsync(cancellationToken), seen, total);
        yield return new(leftovers, seen, total);
    }

    public Task<IReadOnlyList<ReadOnlyMemory<byte>>> ReadVectorsAsync(
        IReadOnlyList<string> keys, CancellationToken cancellationToken) => GuardAsync(() => _values.VectorsAsync(keys), cancellationToken);

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private int Database => connection.GetDatabase().Database;

    private List<IServer> Primaries()
    {
        var servers = connection.GetServers().Where(server => server is { IsConnected: true, IsReplica: false }).ToList();
        return servers.Count > 0 ? servers : throw ReferenceFailure.NoPrimary();
    }

    /// <summary>Kinds that are read alike share a page.</summary>
    private Dictionary<ReferenceKind, PageBuilder> BuildersByKind()
    {
        var strings = new PageBuilder(ReadAsync, StringsAtOnce);
        return new()
        {
            [ReferenceKind.Memory] = new(ReadAsync, source.BatchSize),
            [ReferenceKind.Session] = new(ReadAsync, SessionsAtOnce),
            [ReferenceKind.Partition] = strings,
            [ReferenceKind.Token] = strings,
        };
    }

    private Task<ReferenceItem?[]> ReadAsync(IReadOnlyList<(RedisKey Key, KeyMeaning Meaning)> keys, CancellationToken cancellationToken) =>
        GuardAsync(
            () => keys[0].Meaning.Kind switch
            {
                ReferenceKind.Memory => _values.MemoriesAsync(keys),
                ReferenceKind.Session => _values.SessionsAsync(keys),
                _ => _values.StringsAsync(keys),
            },
            cancellationToken);

    private async IAsyncEnumerable<RedisKey> KeysAsync(
        List<IServer> servers, string pattern, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var server in servers)
        {
            await using var keys = server.KeysAsync(Database, pattern, source.BatchSize).GetAsyncEnumerator(cancellationToken);
            while (await GuardAsync(() => keys.MoveNextAsync().AsTask(), cancellationToken))
                yield return keys.Current;
        }
    }

    private static async Task<T> GuardAsync<T>(Func<Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            return await read().WaitAsync(cancellationToken);
        }
        catch (Exception error) when (error is RedisException or RedisTimeoutException)
        {
            throw ReferenceFailure.Translate(error);
        }
    }
}
