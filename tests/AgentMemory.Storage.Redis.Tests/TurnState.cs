using AgentMemory.LongTermMemory;
using AgentMemory.Search.Analysis;
using AgentMemory.Storage.Redis.Database;
using AgentMemory.Storage.Redis.LongTermMemory;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Tests;

/// <summary>What is kept of the order of messages, beside the records it was made from.</summary>
internal static class TurnState
{
    /// <returns>How many messages of sessions there are.</returns>
    public static async Task<int> DemandTrueAsync(IDatabase database, Keys keys)
    {
        var (records, known, sessions) = (new List<StoredMemory>(), new Dictionary<MemoryKey, string?>(), new List<string>());
        await foreach (var key in database.Multiplexer.GetServers()[0].KeysAsync(pattern: keys.Root + "*"))
        {
            switch (((string)key!)[keys.Root.Length..].Split(':')[0])
            {
                case "memory":
                    var memory = StoredMemory.Read(await database.HashGetAsync(key, StoredMemory.Fields))!;
                    records.Add(memory);
                    known.Add(memory.Record.Key, await database.HashGetAsync(key, MemoryFields.Around));
                    break;
                case "memory-session":
                    sessions.AddRange((await database.SortedSetRangeByRankWithScoresAsync(key))
                        .Select(member => $"{key} {member.Element} {member.Score}"));
                    break;
            }
        }

        var turns = records.Where(memory => memory.Record is { MemoryType: MemoryType.Message, SessionId: not null })
            .OrderBy(memory => memory.Record.CreatedAt).ThenBy(memory => memory.Number)
            .GroupBy(memory => SessionTurn.KeyOf(keys, memory.Record.Owner, memory.Record.SessionId!),
                (set, messages) => (set, messages.ToList()))
            .ToList();
        Assert.Equal(
            turns.SelectMany(session => session.Item2.Select(one => Member(session.set, one))).Order(StringComparer.Ordinal),
            sessions.Order(StringComparer.Ordinal));
        var around = turns.SelectMany(session => session.Item2.Select((one, i) => (one.Record.Key, Around(session.Item2, i))))
            .ToDictionary(turn => turn.Key, turn => turn.Item2);
        foreach (var (key, field) in known)
            Assert.Equal((key, around.GetValueOrDefault(key)), (key, field));
        return around.Count;
    }

    private static string Member(RedisKey set, StoredMemory memory) =>
        $"{set} {memory.Number:D16}:{Keys.Escape(memory.Record.Id)} {memory.Record.CreatedAt.ToMicroseconds()}";

    private static string Around(List<StoredMemory> session, int place) =>
        string.Join(':', new[] { place - 2, place - 1, place + 1, place + 2 }.Select(at => Described(session, at)));

    private static string Described(List<StoredMemory> session, int place)
    {
        if (place < 0 || place >= session.Count)
            return "::";
        var (record, number) = (session[place].Record, session[place].Number);
        return $"{TextDescription.Of(record, TextAnalyzer.Terms(record.Text))}:{number}:{Keys.Escape(record.Id)}";
    }
}
