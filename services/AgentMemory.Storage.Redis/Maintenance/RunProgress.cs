using AgentMemory.Maintenance;
using AgentMemory.Storage.Redis.Database;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Maintenance;

/// <summary>How far a run came: the hash <c>maintenance:&lt;kind&gt;</c>, which is there while the run is.</summary>
/// <param name="Cursor">The number of the last record dealt with.</param>
/// <param name="Done">Records dealt with.</param>
internal sealed record RunProgress(string Run, long Cursor, long Done)
{
    private const string RunField = "run";
    private const string CursorField = "cursor";
    private const string DoneField = "done";

    /// <summary>The run of this kind that is under way; the write rests on it.</summary>
    public static async Task<RunProgress?> FindAsync(WriteBatch batch, MaintenanceKind kind)
    {
        var key = KeyOf(batch.Keys, kind);
        var values = await batch.Database.HashGetAsync(key, [RunField, CursorField, DoneField]);
        batch.ExpectField(key, RunField, values[0]);
        batch.ExpectField(key, CursorField, values[1]);
        return values[0].IsNull ? null : new((string)values[0]!, (long)values[1], (long)values[2]);
    }

    public void Write(WriteBatch batch, MaintenanceKind kind) =>
        batch.Do("HSET", KeyOf(batch.Keys, kind), RunField, Run, CursorField, Cursor, DoneField, Done);

    public static void Finish(WriteBatch batch, MaintenanceKind kind) => batch.Do("DEL", KeyOf(batch.Keys, kind));

    private static RedisKey KeyOf(Keys keys, MaintenanceKind kind) => keys.Of("maintenance", kind switch
    {
        MaintenanceKind.RebuildIndex => "rebuild-index",
        _ => "migrate-records",
    });
}
