using AgentMemory.Errors;
using AgentMemory.LongTermMemory;
using AgentMemory.Storage.Conformance;
using AgentMemory.Storage.Redis.Database;
using AgentMemory.Storage.Redis.LongTermMemory;
using AgentMemory.Tenancy;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Tests;

/// <summary>What is kept beside the records stays true to them, whoever writes at once.</summary>
public sealed class MemoryIntegrityTests : IAsyncLifetime
{
    private const int Writers = 8;
    private const int Rounds = 60;

    private static readonly Owner[] Owners = [new("a:b", "ann"), new("a:b", "%3A|"), new(null, null)];
    private static readonly string[] Ids = ["1", "2:%", "żółw", "4", "5"];

    private readonly List<ServiceProvider> _clients = [];
    private RedisStoreOptions _options = null!;

    private RedisStore Store => _clients[0].GetRequiredService<RedisStore>();

    public async Task InitializeAsync()
    {
        _options = new() { Connection = await TestRedis.DemandAsync(needsSearch: true), Name = $"test-{Guid.NewGuid():N}" };
        for (var i = 0; i < 2; i++)
            _clients.Add(new ServiceCollection().AddLogging().AddRedisStore(_options).BuildServiceProvider());
    }

    public async Task DisposeAsync()
    {
        foreach (var client in _clients)
            await client.DisposeAsync();
        if (_options is not null)
            await TestRedis.RemoveAsync(_options);
    }

    [Fact]
    public async Task Aliases_owners_contents_merges_and_turns_agree_with_the_records()
    {
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(writer))));

        var state = await Store.ReadAsync(ReadAsync, CancellationToken.None);

        Assert.NotEmpty(state.Records);
        Assert.Equal(state.Records.Count, state.Records.Values.Select(memory => memory.Number).Distinct().Count());
        foreach (var (key, target) in state.Aliases)
        {
            Assert.True(state.Records.ContainsKey(key with { Id = target }), $"{key} stands for {target}, which is gone");
            Assert.False(state.Records.ContainsKey(key), $"{key} is a record and an alias");
        }

        Assert.Equal(Sorted(state.Aliases.Select(alias => $"{alias.Key with { Id = alias.Value }} {alias.Key.Id}")), Sorted(state.Targets));
        Assert.Equal(
            Sorted(state.Records.Keys.Concat(state.Aliases.Keys).Select(key => $"{key.Id} {Keys.Part(key.Owner)}")), Sorted(state.Owners));
        Assert.Equal(
            Sorted(state.Records.Values.Select(memory => $"{memory.Record.Owner} {memory.Record.MemoryHash} {memory.Record.Id} {memory.Number}")),
            Sorted(state.Contents));
        Assert.All(state.Records.Values, memory => Assert.Equal(MemoryHash.Compute(memory.Record), memory.Record.MemoryHash));
        Assert.Equal(Sorted(state.Members), Sorted(state.Merges));
        Assert.Equal(
            Sorted(state.Records.Select(memory => $"{Keys.Part(memory.Key.Owner, memory.Key.Id)} {memory.Value.Number}")),
            Sorted(state.Numbers));
        Assert.NotEqual(0, await Store.ReadAsync(database => TurnState.DemandTrueAsync(database, Store.Keys), CancellationToken.None));
    }

    private static List<string> Sorted(IEnumerable<string> lines) => [.. lines.Order(StringComparer.Ordinal)];

    private async Task WriteAsync(int writer)
    {
        var memories = _clients[writer % _clients.Count].GetRequiredService<ILongTermMemoryStore>();
        var random = new Random(writer);
        for (var round = 0; round < Rounds; round++)
        {
            try
            {
                await ChangeAsync(memories, random, $"{writer} {round}");
            }
            catch (Exception error) when (error is ConflictException or VersionMismatchException)
            {
                // Another writer came first, which is as good an outcome.
            }
        }
    }

    private static async Task ChangeAsync(ILongTermMemoryStore memories, Random random, string operation)
    {
        var owner = Owners[random.Next(Owners.Length)];
        var scope = AccessScope.Of(owner);
        var keys = Ids.OrderBy(_ => random.Next()).Take(3).Select(id => new MemoryKey(owner, id)).ToArray();
        switch (random.Next(8))
        {
            case 0 or 1 or 2:
                var options = new UpsertOptions { OperationId = operation, Deduplicate = random.Next(3) > 0 };
                await memories.UpsertAsync(scope, [.. keys.Select(key => New(key, random))], options, CancellationToken.None);
                break;
            case 3:
                await memories.ReplaceAsync(
                    AccessScope.Everything, keys[0], New(new MemoryKey(Owners[random.Next(Owners.Length)], keys[0].Id), random),
                    WriteCondition.None, [], CancellationToken.None);
                break;
            case 4:
                await memories.DeleteAsync(
                    scope, [.. keys.Take(2).Select(key => key.AsLookup())], WriteCondition.None, CancellationToken.None);
                break;
            case 5:
                await memories.AbsorbAsync(scope, keys[0], keys[1..], CancellationToken.None);
                break;
            case 6:
                await MergeAsync(memories, scope, keys[..2]);
                break;
            default:
                if (await memories.ListMergesAsync(scope, keys[0], 2, CancellationToken.None) is [.., var merge])
                    await memories.UndoMergeAsync(scope, merge.Id, [], CancellationToken.None);
                break;
        }
    }

    private static async Task MergeAsync(ILongTermMemoryStore memories, AccessScope scope, MemoryKey[] keys)
    {
        var originals = new List<MemoryRecord>();
        foreach (var key in keys)
        {
            if (await memories.FindAsync(scope, key.AsLookup(), CancellationToken.None) is { } record)
                originals.Add(record);
        }

        if (originals is not [var survivor, ..])
            return;
        await memories.MergeAsync(
            scope,
            new MemoryMerge
            {
                Id = Ulid.New(),
                Reason = MergeReason.Similar,
                Survivor = survivor with { Text = string.Join('+', originals.Select(original => original.Text)) },
                Originals = originals,
                At = Samples.Then,
            },
            CancellationToken.None);
    }

    private static MemoryRecord New(MemoryKey key, Random random) =>
        Samples.Record(key.Owner, key.Id, $"text {random.Next(3)}") with
        {
            Pinned = random.Next(10) == 0,
            MemoryType = random.Next(4) == 0 ? MemoryType.Semantic : MemoryType.Message,
            SessionId = random.Next(5) == 0 ? null : $"s:{random.Next(2)}",
            CreatedAt = Samples.Then.AddSeconds(random.Next(3)),
        };

    private async Task<State> ReadAsync(IDatabase database)
    {
        var state = new State();
        await foreach (var key in database.Multiplexer.GetServers()[0].KeysAsync(pattern: Store.Keys.Root + "*"))
        {
            var parts = ((string)key!)[Store.Keys.Root.Length..].Split(':', 2);
            await ReadAsync(database, state, key, parts[0], parts.Length > 1 ? parts[1] : "");
        }

        return state;
    }

    private static async Task ReadAsync(IDatabase database, State state, RedisKey key, string kind, string part)
    {
        switch (kind)
        {
            case "memory":
                var memory = StoredMemory.Read(await database.HashGetAsync(key, StoredMemory.Fields))!;
                Assert.Equal((memory.Record.Owner, memory.Record.Id), Keys.ReadPart(part));
                state.Records.Add(memory.Record.Key, memory);
                break;
            case "alias":
                var (owner, id) = Keys.ReadPart(part);
                state.Aliases.Add(new MemoryKey(owner, id), (string)(await database.StringGetAsync(key))!);
                break;
            case "alias-target":
                var target = Keys.ReadPart(part);
                state.Targets.AddRange((await MembersAsync()).Select(alias => $"{new MemoryKey(target.Owner, target.Id)} {alias}"));
                break;
            case "memory-owners":
                state.Owners.AddRange((await MembersAsync()).Select(member => $"{part.Replace("%3A", ":").Replace("%25", "%")} {member}"));
                break;
            case "memory-hash":
                var content = Keys.ReadPart(part);
                state.Contents.AddRange((await database.SortedSetRangeByRankWithScoresAsync(key))
                    .Select(member => $"{content.Owner} {content.Id} {member.Element} {member.Score}"));
                break;
            case "memory-numbers":
                state.Numbers.AddRange((await database.SortedSetRangeByRankWithScoresAsync(key))
                    .Select(member => $"{member.Element} {member.Score}"));
                break;
            case "memory-merges":
                var (memberOwner, memberId) = Keys.ReadPart(part);
                state.Members.AddRange((await MembersAsync()).Select(merge => $"{merge} {memberOwner} {memberId}"));
                break;
            case "merge":
                var entry = MergeEntry.Read(part, await database.HashGetAsync(key, MergeEntry.Fields))!;
                state.Merges.AddRange(entry.Members.Select(member => $"{part} {entry.Owner} {member}"));
                break;
        }

        Task<RedisValue[]> MembersAsync() => database.SortedSetRangeByRankAsync(key);
    }

    private sealed class State
    {
        public Dictionary<MemoryKey, StoredMemory> Records { get; } = [];
        public Dictionary<MemoryKey, string> Aliases { get; } = [];
        public List<string> Targets { get; } = [];
        public List<string> Owners { get; } = [];
        public List<string> Contents { get; } = [];
        public List<string> Numbers { get; } = [];
        public List<string> Members { get; } = [];
        public List<string> Merges { get; } = [];
    }
}
