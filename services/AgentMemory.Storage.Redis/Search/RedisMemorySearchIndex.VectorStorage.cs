using System.Globalization;
using AgentMemory.Events;
using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Storage.Redis.Database;
using AgentMemory.Storage.Redis.LongTermMemory;
using AgentMemory.Tenancy;
using NRedisStack.Search;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Search;

internal sealed partial class RedisMemorySearchIndex
{
    /// <summary>Vectors in one run of the script, which lets nobody else in.</summary>
    private const int VectorsAtOnce = 100;

    private static readonly string PutVectors = StoreScripts.Read("keys", "events", "vectors");

    public async Task PutVectorsAsync(
        AccessScope scope, EmbeddingSpace space, IReadOnlyList<MemoryVector> vectors, CancellationToken cancellationToken)
    {
        var units = vectors.Select(vector => UnitVector.ToBytes(UnitVector.Of(vector.Values.Span, space))).ToArray();
        var field = new SpaceField(space);
        foreach (var batch in vectors.Zip(units).Where(pair => scope.Contains(pair.First.Key.Owner)).Chunk(VectorsAtOnce))
        {
            RedisValue[] arguments =
            [
                store.NowMicroseconds, field.Member, field.Name, field.Tag, MemoryFields.VectorPrefix, EventKinds.MemoryEmbedded,
                .. batch.SelectMany(pair => Arguments(pair.First, pair.Second)),
            ];
            await memories.EnsureSpaceAsync(space, cancellationToken);
            while ((int)await store.RunAsync(PutVectors, arguments, cancellationToken) < 0)
            {
                // The store was emptied since this process looked.
                memories.Forget();
                await memories.EnsureSpaceAsync(space, cancellationToken);
            }
        }
    }

    public Task<IReadOnlyDictionary<MemoryKey, ReadOnlyMemory<float>>> VectorsAsync(
        AccessScope scope, IReadOnlyList<MemoryKey> keys, EmbeddingSpace space, CancellationToken cancellationToken) =>
        ReadVectorsAsync(scope, keys, space, vector => (ReadOnlyMemory<float>)UnitVector.FromBytes(vector), cancellationToken);

    public Task<IReadOnlyList<MemoryRecord>> WithoutVectorAsync(
        EmbeddingSpace space, int limit, CancellationToken cancellationToken) => memories.ReadAsync<IReadOnlyList<MemoryRecord>>(
        async index =>
        {
            var query = new Query($"-@{MemoryFields.Space}:{{{new SpaceField(space).Tag}}}") { Verbatim = true };
            var found = await index.SearchAsync(query.SetSortBy(MemoryFields.Number, ascending: true).ReturnRecords().Limit(0, limit));
            return [.. found.Documents.Select(document => document.Record())];
        },
        cancellationToken);

    private Task<IReadOnlyDictionary<MemoryKey, T>> ReadVectorsAsync<T>(
        AccessScope scope, IReadOnlyList<MemoryKey> keys, EmbeddingSpace space, Func<byte[], T> read, CancellationToken cancellationToken)
    {
        var field = new SpaceField(space).Name;
        var wanted = keys.Where(key => scope.Contains(key.Owner)).Distinct().ToList();
        return store.ReadAsync<IReadOnlyDictionary<MemoryKey, T>>(
            async database =>
            {
                var found = await Task.WhenAll(wanted.Select(key => database.HashGetAsync(MemoryRecords.KeyOf(store.Keys, key), field)));
                return wanted.Zip(found).Where(pair => !pair.Second.IsNull)
                    .ToDictionary(pair => pair.First, pair => read((byte[])pair.Second!));
            },
            cancellationToken);
    }

    private static RedisValue[] Arguments(MemoryVector vector, byte[] unit)
    {
        var (owner, id) = (vector.Key.Owner, vector.Key.Id);
        return
        [
            Keys.Part(owner), Keys.Escape(id), owner.Namespace ?? "", owner.UserId ?? "", id, vector.Text, unit,
            RecordVersion.New().ToString(CultureInfo.InvariantCulture),
        ];
    }
}
