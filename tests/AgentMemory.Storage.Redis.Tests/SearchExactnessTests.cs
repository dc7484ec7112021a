using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Storage.Conformance;
using AgentMemory.Tenancy;
using StackExchange.Redis;

namespace AgentMemory.Storage.Redis.Tests;

/// <summary>Where Redis Search by itself would answer something else than asked.</summary>
public sealed class SearchExactnessTests : RedisSearchTests
{
    /// <summary>Longer than the index keeps a value.</summary>
    private static readonly string Long = string.Concat(Enumerable.Repeat("0123456789", 250));

    [Fact]
    public async Task Values_longer_than_the_index_keeps_are_told_apart()
    {
        await UpsertAsync(
            Samples.Record(Ann, "a") with { Topics = [Long + "a"] }, Samples.Record(Ann, "b") with { Topics = ["x", Long + "b"] },
            Samples.Record(Ann, "c") with { Topics = [Long] }, Samples.Record(Ann, "d") with { Topics = [Long[..2000]] });

        Assert.Equal(["a"], await ListAsync(Topics(TagFilter.Equal(Long + "a"))));
        Assert.Equal(["a", "c", "d"], await ListAsync(Topics(TagFilter.NotEqual(Long + "b"))));
        Assert.Equal(["d"], await ListAsync(Topics(TagFilter.Equal(Long[..2000]))));
        Assert.Equal(["b"], await ListAsync(Topics(new TagFilter { Prefix = Long + "b" })));
        Assert.Equal(["a", "b", "c"], await ListAsync(Topics(new TagFilter { Prefix = Long[..2001] })));
        Assert.Equal(["a", "b", "c", "d"], await ListAsync(Topics(new TagFilter { Prefix = Long[..1999] })));
        Assert.Empty(await ListAsync(Topics(new TagFilter { Prefix = Long + "c" })));
    }

    private static MemoryFilter Topics(TagFilter tags) => new() { Topics = tags };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_prefix_finds_any_number_of_values(bool mayConfigure)
    {
        await UpsertAsync([.. Enumerable.Range(0, 450).Select(i => Samples.Record(new Owner("tests", $"user{i % 9}{i:000}"), $"m{i:000}"))]);
        // As after a restart.
        await Database.ExecuteAsync("FT.CONFIG", "SET", "MAXPREFIXEXPANSIONS", 200);
        var user = $"test-{Guid.NewGuid():N}";
        await Database.ExecuteAsync("ACL", "SETUSER", user, "on", ">secret", "~*", "&*", "+@all", mayConfigure ? "+ft.config" : "-ft.config");
        var client = Store.Open(options => options with { Connection = options.Connection + $",user={user},password=secret" });

        Assert.Equal(450, (await ListAsync(new MemoryFilter { UserId = new TagFilter { Prefix = "user" } }, client)).Length);
        Assert.Equal(50, (await ListAsync(new MemoryFilter { UserId = new TagFilter { Prefix = "user3" } }, client)).Length);
        Assert.Empty(await ListAsync(new MemoryFilter { UserId = new TagFilter { Prefix = "user9" } }, client));
        Assert.Empty((await client.Search.ListAsync(
            AccessScope.Of(Ann), new MemoryFilter { UserId = new TagFilter { Prefix = "user" } }, 0, 1000, default)).Records);

        await client.DisposeAsync();
        await Database.ExecuteAsync("ACL", "DELUSER", user);
    }

    [Fact]
    public async Task A_phrase_of_repeated_words_needs_them_repeated()
    {
        string[] words = ["apple", "banana"];
        var texts = Enumerable.Range(0, 5).SelectMany(length => Sequences(words, length)).Select(text => string.Join(' ', text)).ToList();
        await UpsertAsync([.. texts.Select((text, i) => Samples.Record(Ann, $"m{i:000}", text))]);

        foreach (var phrase in Enumerable.Range(1, 4).SelectMany(length => Sequences(words, length)).Select(text => string.Join(' ', text)))
        {
            var expected = texts.Select((text, i) => (text, Id: $"m{i:000}")).Where(one => $" {one.text} ".Contains($" {phrase} ", StringComparison.Ordinal))
                .Select(one => one.Id).ToArray();
            Assert.Equal(expected, await ListAsync(new MemoryFilter { Phrases = [phrase] }));
            var match = await Store.Search.MatchAsync(AccessScope.Everything, MemoryFilter.None, new TextQuery([], [phrase]), 100, default);
            Assert.Equal(expected, match.Items.Select(item => item.Record.Id).Order(StringComparer.Ordinal));
        }
    }

    private static IEnumerable<string[]> Sequences(string[] words, int length) => length == 0
        ? [[]]
        : Sequences(words, length - 1).SelectMany(shorter => words, (shorter, word) => (string[])[.. shorter, word]);

    [Fact]
    public async Task Listing_orders_ids_by_their_characters_whatever_they_are()
    {
        string[] ids = ["", "\0", "\0a", "A", "B", "a", "a\0", "a\0b", "a\u0001", "aA", "aa", "b", "É", "é", "日"];
        await UpsertAsync([.. ids.Reverse().Select(id => Samples.Record(Ann, "x" + id))]);

        Assert.Equal(Visible(ids.Select(id => "x" + id)), Visible(await ListAsync(MemoryFilter.None)));

        static string Visible(IEnumerable<string> texts) => System.Text.Json.JsonSerializer.Serialize(texts);
    }

    [Fact]
    public async Task Counts_follow_what_is_no_change_of_a_record()
    {
        var record = Samples.Record(Ann, "m1");
        await UpsertAsync(record, Samples.Record(Ann, "m2"));
        await PutAsync(Plane, (record, [1, 0]));
        var since = Samples.Then.AddDays(1).ToMicroseconds();
        MemoryFilter[] filters =
            [new() { LastAccessed = new TimeFilter { Within = [TimeRange.AtLeast(since)] } }, new() { Consolidated = true }, MemoryFilter.None];
        Assert.Equal([0, 0, 2], await TotalsAsync());

        await Store.LongTerm.TouchAsync(AccessScope.Everything, [record.Key], Store.Clock.Now, TimeSpan.Zero, default);
        var stored = (await Store.LongTerm.FindAsync(AccessScope.Everything, new(record.Id), default))!;
        await Store.LongTerm.MarkConsolidatedAsync(AccessScope.Everything, [stored], default);

        Assert.Equal([1, 1, 2], await TotalsAsync());

        async Task<IEnumerable<long>> TotalsAsync()
        {
            var totals = new List<long>();
            foreach (var filter in filters)
                totals.Add((await Store.Search.NearestAsync(AccessScope.Everything, filter, new VectorQuery(Plane, new float[] { 1, 0 }), 5, default)).Total);
            return totals;
        }
    }

    [Fact]
    public async Task A_page_behind_everything_has_the_total()
    {
        await UpsertAsync(Samples.Record(Ann, "m1"));

        foreach (var offset in new[] { 1, 999_999, 1_000_000, int.MaxValue - 10 })
        {
            var page = await Store.Search.ListAsync(AccessScope.Everything, MemoryFilter.None, offset, 10, default);
            Assert.Equal((0, 1), (page.Records.Count, page.Total));
        }
    }

    [Fact]
    public async Task Pages_of_a_long_listing_are_those_of_the_whole()
    {
        var random = new Random(5);
        var records = Enumerable.Range(0, 1500).Select(i => Random(i)).ToList();
        foreach (var batch in records.Chunk(500))
            await UpsertAsync(batch);
        var filters = new[] { MemoryFilter.None, new MemoryFilter { UserId = TagFilter.Equal("ann") } };

        for (var round = 0; round < 80; round++)
        {
            var filter = filters[round % 2];
            var expected = records.Where(record => filter.UserId?.Matches(record.UserId) ?? true)
                .OrderByDescending(record => record.CreatedAt).ThenBy(record => record.Id, StringComparer.Ordinal).ToList();
            var (offset, limit) = (random.Next(4) * random.Next(expected.Count / 3), random.Next(1, 60));

            var page = await Store.Search.ListAsync(AccessScope.Everything, filter, offset, limit, default);

            Assert.Equal(expected.Skip(offset).Take(limit).Select(record => record.Id), page.Records.Select(record => record.Id));
            Assert.Equal(expected.Count, page.Total);
            if (round % 5 == 0)
            {
                var newest = expected.Take(30).ToList();
                await Store.LongTerm.DeleteAsync(
                    AccessScope.Everything, [.. newest.Select(record => record.Key.AsLookup())], WriteCondition.None, default);
                records.RemoveAll(newest.Contains);
                var added = Random(records.Count + (10_000 * (round + 1)));
                await UpsertAsync(added);
                records.Add(added);
            }
        }

        MemoryRecord Random(int i) => Samples.Record(i % 3 == 0 ? Ann : Bob, $"m{i:00000}") with
        {
            CreatedAt = Samples.Then.AddSeconds(random.Next(400) * random.Next(4)),
        };
    }

    [Fact]
    public async Task Scores_are_those_of_every_store()
    {
        await UpsertAsync(Samples.Record(Ann, "a", "river stone river"), Samples.Record(Ann, "b", "moon"), Samples.Record(Bob, "c", "stone"));

        var found = await Store.Search.MatchAsync(
            AccessScope.Of(Ann), MemoryFilter.None, new TextQuery(["river", "stone"], ["river stone"]), 10, default);

        // Two texts of four terms; each clause in one of them.
        var (weight, average) = (Bm25.Weight(2, 1), Bm25.AverageLength(2, 4));
        var expected = Bm25.Score(weight, 2, 3, average) + Bm25.Score(weight, 1, 3, average) + Bm25.Score(weight, 1, 3, average);
        Assert.Equal(expected, Assert.Single(found.Items).Value, 1e-5);
    }
}
