using System.Globalization;
using AgentMemory.LongTermMemory;
using AgentMemory.Storage.Redis.Database;
using AgentMemory.Storage.Redis.LongTermMemory;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Maintenance;

/// <summary>All records in the order they were first written, whether the search index has them or not.</summary>
internal static class RecordWalk
{
    /// <param name="after">A number.</param>
    public static async Task<IReadOnlyList<(MemoryKey Key, long Number)>> PageAsync(IDatabase database, Keys keys, long after, int count)
    {
        var page = await database.SortedSetRangeByScoreWithScoresAsync(
            MemoryRecords.NumbersKeyOf(keys), after, double.PositiveInfinity, Exclude.Start, take: count);
        return Array.ConvertAll(page, entry => (MemberKey((string)entry.Element!), (long)entry.Score));
    }

    /// <summary>The records of the keys as they are stored.</summary>
    public static Task<WalkedMemory[]> ReadAsync(IDatabase database, Keys keys, IEnumerable<MemoryKey> records) =>
        Task.WhenAll(records.Select(async key => new WalkedMemory(
            key, await database.HashGetAsync(MemoryRecords.KeyOf(keys, key), StoredMemory.Fields))));

    public static string Text(long position) => position.ToString(CultureInfo.InvariantCulture);

    /// <summary>0, before all, for none.</summary>
    public static long Position(string? text) => text is null ? 0 : long.Parse(text, CultureInfo.InvariantCulture);

    private static MemoryKey MemberKey(string member)
    {
        var (owner, id) = Keys.ReadPart(member);
        return new MemoryKey(owner, id);
    }
}
