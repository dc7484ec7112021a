using AgentMemory.LongTermMemory;
using AgentMemory.Maintenance;
using AgentMemory.Search;
using AgentMemory.Storage.Conformance;
using AgentMemory.Storage.Redis.Database;
using AgentMemory.Storage.Redis.LongTermMemory;
using AgentMemory.Storage.Redis.Search;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Redis.Tests;

/// <summary>What messages know of those around them, through what else happens to them.</summary>
public sealed class SessionTurnTests : RedisSearchTests
{
    private Keys Keys => new(Store.Options.Name);

    private static MemoryRecord Turn(int i, string text = "moon") => Samples.Record(Ann, $"t{i:000}", text) with
    {
        MemoryType = MemoryType.Message,
        SessionId = "s:1",
        CreatedAt = Samples.Then.AddMinutes(i),
    };

    private static async Task<string[]> AskAsync(RedisStoreFixture store, string question = "river")
    {
        var query = TextQueryParser.ParseQuestion(question, new DateOnly(2026, 1, 31));
        var found = await store.Search.MatchAsync(AccessScope.Everything, MemoryFilter.None, query, 100, default);
        return [.. found.Items.Select(item => item.Record.Id).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public async Task A_store_of_an_older_version_is_gone_through_when_it_is_first_searched()
    {
        await UpsertAsync([.. Enumerable.Range(1, 230).Select(i => Turn(i, i == 150 ? "river" : "moon"))]);
        Assert.Equal(["t148", "t149", "t150", "t151", "t152"], await AskAsync(Store));
        await MakeOlderAsync();
        var newer = Store.Open(options => options);

        Assert.Equal(["t148", "t149", "t150", "t151", "t152"], await AskAsync(newer));

        Assert.Equal(230, await TurnState.DemandTrueAsync(Database, Keys));
        Assert.Equal(MemoryIndexSchema.Version, (int)await Database.StringGetAsync(Root + "memory-derived"));
        await newer.DisposeAsync();
    }

    [Fact]
    public async Task A_rebuilt_index_makes_true_what_messages_know()
    {
        await UpsertAsync([.. Enumerable.Range(1, 9).Select(i => Turn(i))]);
        await Database.HashSetAsync(Root + "memory:" + Keys.Part(Ann, "t004"), MemoryFields.Around, "1,,1,:7:other:::::::::");
        await Database.HashSetAsync(Root + "memory:" + Keys.Part(Ann, "t006"), MemoryFields.Ranking, "7,q,1,");
        await Database.KeyDeleteAsync(SessionTurn.KeyOf(Keys, Ann, "s:1"));

        var run = await Store.Maintenance.BeginAsync(MaintenanceKind.RebuildIndex, default);
        while (!(await Store.Maintenance.RebuildIndexAsync(run, 2, default)).IsFinished)
            continue;

        Assert.Equal(9, await TurnState.DemandTrueAsync(Database, Keys));
    }

    [Fact]
    public async Task An_unreadable_message_is_no_neighbour_once_it_is_deleted()
    {
        await UpsertAsync([.. Enumerable.Range(1, 5).Select(i => Turn(i))]);
        await Database.HashSetAsync(Root + "memory:" + Keys.Part(Ann, "t003"), "version", "?");

        Assert.Equal(1, await Store.Maintenance.DeleteUnreadableAsync(null, null, 10, default));

        Assert.Equal(4, await TurnState.DemandTrueAsync(Database, Keys));
    }

    [Fact]
    public async Task A_later_turn_costs_no_message_its_vector_and_no_writer_its_version()
    {
        var (first, second) = (Turn(1), Turn(2));
        await UpsertAsync(first, second);
        await PutAsync(Plane, (first, [1, 0]), (second, [0, 1]));
        var stored = (await Store.LongTerm.FindAsync(AccessScope.Everything, new(first.Id), default))!;

        await UpsertAsync(Turn(3, "river"));

        Assert.Equal(["t001", "t002"], await NearestAsync());
        Assert.Equal(["t001", "t002", "t003"], await AskAsync(Store));
        await Store.LongTerm.ReplaceAsync(
            AccessScope.Everything, first.Key, first with { Text = "stone" }, WriteCondition.Version(stored.Version), [], default);
    }

    [Fact]
    public async Task The_best_of_very_many_matches_are_found()
    {
        await UpsertAsync([.. Enumerable.Range(0, 1500).Select(i => Samples.Record(Ann, $"m{i:0000}", i switch
        {
            700 => "the river in Spain",
            1200 => "river river river stone",
            _ => $"a river and more and more {i}",
        }))]);

        Assert.Equal(["m0700"], await BestAsync(1, "Is there a river in that country?"));
        Assert.Equal(["m1200", "m0700"], await BestAsync(2, "What about the stone in the river?"));

        async Task<IEnumerable<string>> BestAsync(int limit, string question)
        {
            var query = TextQueryParser.ParseQuestion(question, new DateOnly(2026, 1, 31));
            var found = await Store.Search.MatchAsync(AccessScope.Everything, MemoryFilter.None, query, limit, default);
            var exact = await Store.Search.MatchAsync(
                AccessScope.Everything, MemoryFilter.None, query with { IsExact = true }, limit, default);
            Assert.Equal((1500, 1500), (found.Total, exact.Total));
            Assert.Equal(
                exact.Items.Select(item => (item.Record.Id, item.Value)), found.Items.Select(item => (item.Record.Id, item.Value)));
            return found.Items.Select(item => item.Record.Id);
        }
    }

    /// <summary>As the version before left it: an index of its own, and nothing of what was added since.</summary>
    private async Task MakeOlderAsync()
    {
        var index = Root + "memories";
        await Database.ExecuteAsync("FT.DROPINDEX", $"{index}:v{MemoryIndexSchema.Version}");
        await Database.ExecuteAsync("FT.CREATE", $"{index}:v1", "PREFIX", 1, Root + "memory:", "SCHEMA", MemoryFields.Terms, "TEXT");
        await Database.ExecuteAsync("FT.ALIASADD", index, $"{index}:v1");
        await foreach (var key in Database.Multiplexer.GetServers()[0].KeysAsync(pattern: Root + "memory:*"))
        {
            await Database.HashDeleteAsync(key, [MemoryFields.Ranking, MemoryFields.Around]);
            await Database.HashSetAsync(key, MemoryFields.Terms, "old");
        }

        await Database.KeyDeleteAsync([Root + "memory-derived", SessionTurn.KeyOf(Keys, Ann, "s:1")]);
    }
}
