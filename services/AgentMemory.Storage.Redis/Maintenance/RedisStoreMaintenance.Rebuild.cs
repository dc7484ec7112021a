using AgentMemory.Maintenance;
using AgentMemory.Storage.Redis.Database;
using AgentMemory.Storage.Redis.LongTermMemory;
using AgentMemory.Storage.Redis.Search;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Maintenance;

/// <summary>
/// Redis fills the new index beside the old one by itself; what it reads are fields that were derived from the record when it was
/// written. They are made true here, and seen at once by the old index too.
/// </summary>
internal sealed partial class RedisStoreMaintenance
{
    public async Task<RebuildStep> RebuildIndexAsync(MaintenanceRun run, int records, CancellationToken cancellationToken)
    {
        var (step, isLast) = await store.WriteAsync(
            Subject,
            async batch =>
            {
                var progress = await RunProgress.FindAsync(batch, run.Kind);
                if (progress?.Run != run.Id)
                    return (new RebuildStep(run.Total, IsFinished: true, DroppedVectors: 0), false);
                var page = await RecordWalk.PageAsync(batch.Database, batch.Keys, progress.Cursor, records);
                if (page.Count == 0)
                    return (new RebuildStep(progress.Done, IsFinished: true, DroppedVectors: 0), true);

                var dropped = await RebuildAsync(batch, [.. page.Select(entry => MemoryRecords.KeyOf(batch.Keys, entry.Key))]);
                var done = progress.Done + page.Count;
                (progress with { Cursor = page[^1].Number, Done = done }).Write(batch, run.Kind);
                return (new RebuildStep(done, IsFinished: false, dropped), false);
            },
            cancellationToken);
        if (!isLast)
            return step;
        if (!await index.TryReplaceAsync(run.Id, cancellationToken))
            return step with { IsFinished = false };
        await FinishAsync(run, cancellationToken);
        return step;
    }

    private Task<bool> FinishAsync(MaintenanceRun run, CancellationToken cancellationToken) => store.WriteAsync(
        Subject,
        async batch =>
        {
            var isUnderWay = (await RunProgress.FindAsync(batch, run.Kind))?.Run == run.Id;
            if (isUnderWay)
                RunProgress.Finish(batch, run.Kind);
            return isUnderWay;
        },
        cancellationToken);

    /// <returns>How many vectors were dropped.</returns>
    private async Task<int> RebuildAsync(WriteBatch batch, RedisKey[] keys)
    {
        var spaces = await index.SpacesAsync(batch.Database);
        var hashes = await Task.WhenAll(keys.Select(key => batch.Database.HashGetAllAsync(key)));
        var (dropped, changed) = (0, 0);
        foreach (var (key, hash) in keys.Zip(hashes))
        {
            var fields = hash.ToDictionary(field => (string)field.Name!, field => field.Value);
            var (written, vectors) = (Derived(fields), Misplaced(fields, spaces));
            if (vectors.Count > 0)
                written[MemoryFields.Space] = IndexTag.None;
            if (written.Count == 0)
                continue;

            batch.ExpectField(key, MemoryFields.Revision, fields.GetValueOrDefault(MemoryFields.Revision));
            batch.DoMany("HDEL", key, [.. vectors.Select(field => (RedisValue)field)]);
            written[MemoryFields.Revision] = RecordVersion.New();
            batch.DoMany("HSET", key, [.. written.SelectMany(field => new[] { field.Key, field.Value })], stride: 2);
            dropped += vectors.Count;
            changed++;
        }

        if (changed > 0)
            batch.Do("INCRBY", batch.Keys.Of("memory-changes"), changed);
        return dropped;
    }

    /// <summary>Fields for the index that are not what the record makes them. One that cannot be read is found by maintenance of
    /// its own.</summary>
    private static Dictionary<RedisValue, RedisValue> Derived(Dictionary<string, RedisValue> fields)
    {
        try
        {
            return MemoryFields.Write(MemoryFields.Read(fields))
                .Where(field => field.Field.StartsWith('_') && fields.GetValueOrDefault(field.Field) != field.Value)
                .ToDictionary(field => (RedisValue)field.Field, field => field.Value);
        }
        catch (Exception failure) when (Unreadable.Is(failure))
        {
            return [];
        }
    }

    /// <summary>Vectors of another space or size than the record says; all of them, when it says none.</summary>
    private static List<string> Misplaced(Dictionary<string, RedisValue> fields, List<SpaceField> spaces)
    {
        var space = spaces.Find(space => space.Tag == fields.GetValueOrDefault(MemoryFields.Space));
        return
        [
            .. fields.Where(field => field.Key.StartsWith(MemoryFields.VectorPrefix, StringComparison.Ordinal))
                .Where(field => field.Key != space?.Name || field.Value.Length() != sizeof(float) * space.Space.Dimensions)
                .Select(field => field.Key),
        ];
    }
}
