using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Tenancy;
using FsCheck.Fluent;

namespace AgentMemory.Storage.Conformance.Search;

public abstract partial class MemorySearchIndexConformance
{
    private Task<IReadOnlyList<UpsertResult>> WriteTextsAsync() => UpsertAsync(
        Samples.Record(Ann, "pie", "Apple pie by the river"),
        Samples.Record(Ann, "bread", "banana bread, river stone"),
        Samples.Record(Bob, "fox", "The fox saw a river."),
        Samples.Record(Ann, "sauce", "applesauce"));

    [Fact]
    public async Task Any_clause_makes_a_match_and_more_clauses_rank_higher()
    {
        await WriteTextsAsync();

        Assert.Equal(["bread", "fox", "pie"], (await MatchIdsAsync(Words("river"))).Order());
        Assert.Equal(["pie"], await MatchIdsAsync(Words("apple")));
        Assert.Equal(["bread", "pie"], (await MatchIdsAsync(Words("apple", "banana", "absent"))).Order());
        Assert.Equal("bread", (await MatchIdsAsync(Words("banana", "river", "stone")))[0]);
        Assert.Equal(["bread", "fox"], (await MatchIdsAsync(new TextQuery(["fox"], ["river stone"]))).Order());
        Assert.Empty(await MatchIdsAsync(new TextQuery([], ["stone river"])));
        Assert.Empty(await MatchIdsAsync(Words("absent")));
    }

    [Fact]
    public async Task What_others_wrote_does_not_show_in_a_score()
    {
        await WriteTextsAsync();
        var query = new TextQuery(["river", "apple"], ["river stone"]);
        var alone = await Store.Search.MatchAsync(OnlyAnn, MemoryFilter.None, query, 10, None);

        await UpsertAsync([.. Enumerable.Range(0, 50).Select(i => Samples.Record(Bob, $"b{i}", $"river stone apple {i}"))]);
        var among = await Store.Search.MatchAsync(OnlyAnn, MemoryFilter.None, query, 10, None);

        Assert.Equal(
            alone.Items.Select(item => (item.Record.Id, item.Value)), among.Items.Select(item => (item.Record.Id, item.Value)));
        Assert.Equal(alone.Total, among.Total);
    }

    [Fact]
    public async Task Scores_are_not_negative_and_fall_equal_ones_in_a_fixed_order()
    {
        await UpsertAsync(
            Samples.Record(Ann, "c", "river stone"), Samples.Record(Ann, "a", "river stone"), Samples.Record(Ann, "b", "river stone"),
            Samples.Record(Ann, "d", "river river river stone"), Samples.Record(Ann, "e", "moon"), Samples.Record(Ann, "f", "river cat dog fox moon"));

        var found = await Store.Search.MatchAsync(Everything, MemoryFilter.None, Words("river", "stone"), 10, None);
        var again = await (await OtherClientAsync()).Search.MatchAsync(Everything, MemoryFilter.None, Words("river", "stone"), 10, None);

        Assert.Equal(5, found.Total);
        Assert.All(found.Items, item => Assert.True(item.Value >= 0, $"{item.Record.Id} has {item.Value}"));
        Assert.Equal(found.Items.OrderByDescending(item => item.Value), found.Items);
        Assert.Equal(found.Items.Select(item => (item.Record.Id, item.Value)), again.Items.Select(item => (item.Record.Id, item.Value)));
    }

    [Fact]
    public async Task The_limit_cuts_the_items_and_not_the_total()
    {
        await UpsertAsync([.. Enumerable.Range(0, 30).Select(i => Samples.Record(Ann, $"m{i:00}", "river stone"))]);

        var found = await Store.Search.MatchAsync(Everything, MemoryFilter.None, Words("river"), 4, None);

        Assert.Equal(30, found.Total);
        Assert.Equal((await MatchIdsAsync(Words("river")))[..4], found.Items.Select(item => item.Record.Id));
    }

    [Fact]
    public async Task A_found_record_is_whole()
    {
        await UpsertAsync(Samples.FullRecord(Ann, "m1"));
        var stored = (await Store.LongTerm.FindAsync(Everything, new MemoryLookup("m1"), None))!;

        var found = Assert.Single((await Store.Search.MatchAsync(Everything, MemoryFilter.None, Words("lyon"), 10, None)).Items).Record;
        var listed = Assert.Single((await Store.Search.ListAsync(Everything, MemoryFilter.None, 0, 10, None)).Records);

        Assert.All([found, listed], record =>
        {
            Same.Record(stored, record);
            Assert.Equal(stored.Version, record.Version);
        });
    }

    [Fact]
    public async Task A_match_and_its_total_stay_in_scope()
    {
        await WriteTextsAsync();

        Assert.Equal(["fox"], await MatchIdsAsync(Words("river"), OnlyBob));
        Assert.Empty(await MatchIdsAsync(Words("apple"), OnlyBob));
        Assert.Empty(await MatchIdsAsync(Words("river"), AccessScope.Of(Nobody)));
        Assert.Equal(["fox"], await MatchIdsAsync(Words("river"), null, new MemoryFilter { UserId = TagFilter.Equal("bob") }));
    }

    [Fact]
    public async Task A_small_tenant_is_not_crowded_out_by_a_large_one()
    {
        await UpsertAsync([.. Enumerable.Range(0, 500).Select(i => Samples.Record(Bob, $"b{i}", "river river river"))]);
        await UpsertAsync(Samples.Record(Ann, "a", "a long story of a cat, a dog and a stone that has the river once"));

        var found = await Store.Search.MatchAsync(OnlyAnn, MemoryFilter.None, Words("river"), 1, None);

        Assert.Equal(("a", 1), (Assert.Single(found.Items).Record.Id, found.Total));
    }

    [Fact]
    public async Task Both_clients_find_a_record_from_the_moment_it_was_written()
    {
        var other = await OtherClientAsync();
        Assert.Empty(await MatchIdsAsync(Words("river"), client: other));

        await UpsertAsync(Samples.Record(Ann, "m1", "river"));
        Assert.Equal(["m1"], await MatchIdsAsync(Words("river")));
        Assert.Equal(["m1"], await MatchIdsAsync(Words("river"), client: other));

        await ReplaceAsync(Samples.Record(Ann, "m1", "stone"));
        Assert.Empty(await MatchIdsAsync(Words("river"), client: other));
        Assert.Equal(["m1"], await MatchIdsAsync(Words("stone"), client: other));

        await UpsertAsync(Samples.Record(Ann, "m1", "moon"));
        Assert.Empty(await MatchIdsAsync(Words("stone")));
        Assert.Equal(["m1"], await MatchIdsAsync(Words("moon")));

        await DeleteAsync("m1");
        Assert.Empty(await MatchIdsAsync(Words("moon")));
        Assert.Empty(await MatchIdsAsync(Words("moon"), client: other));
    }

    [Fact]
    public async Task Absorbed_and_duplicate_records_are_not_found()
    {
        await UpsertAsync(Samples.Record(Ann, "a", "river"), Samples.Record(Ann, "b", "river"));
        await Store.LongTerm.AbsorbAsync(Everything, new MemoryKey(Ann, "a"), [new MemoryKey(Ann, "b")], None);
        await Store.LongTerm.UpsertAsync(Everything, [Samples.Record(Ann, "c", "river")], Operation("op"), None);

        Assert.Equal(["a"], await MatchIdsAsync(Words("river")));
        Assert.Equal(["a"], await ListIdsAsync(MemoryFilter.None));
    }

    [Fact]
    [Trait("Trap", "T5")]
    [Trait("Trap", "T47")]
    public async Task Query_syntax_in_a_clause_is_only_text()
    {
        string[] texts = ["apple", "banana", "apple banana", "text banana", "cat near dog", "apple not banana", "applecat", "x7 or moon"];
        await UpsertAsync([.. texts.Select((text, i) => Samples.Record(Ann, $"m{i}", text))]);
        var pieces = Gen.Elements(
            "apple", "banana", "cat", "OR", "AND", "NOT", "NEAR", "NEAR(", "text:", "text :", "{text}:", "*", "\"", "\"\"", "'", "(", ")", "^", "-",
            "+", "|", ";", "--", "\\", "%", "/* */", "; DROP TABLE memories", "@text:", "~", "=>[KNN 3 @v $b]", "$1", ",", "\0", "\n", "\uD83D\uDE00");
        var clauses = Gen.Choose(1, 5).SelectMany(count => Gen.ListOf(pieces, count)).Select(some => string.Join(' ', some));
        var cases = from clause in clauses from phrase in Gen.Elements(true, false) select (clause, phrase);

        await CheckAsync(cases, 300, async it =>
        {
            var query = it.phrase ? new TextQuery([], [it.clause]) : new TextQuery([it.clause], []);
            var expected = texts.Select((text, i) => (text, id: $"m{i}"))
                .Where(one => TextReference.Contains(one.text, it.clause)).Select(one => one.id);

            Assert.Equal(expected, (await MatchIdsAsync(query)).Order(StringComparer.Ordinal));
            Assert.Equal(expected, await ListIdsAsync(new MemoryFilter { Phrases = [it.clause] }));
        });
    }

    [Fact]
    public async Task Words_are_found_whatever_their_script_and_case()
    {
        await UpsertAsync(
            Samples.Record(Ann, "polish", "Zażółć gęślą jaźń"), Samples.Record(Ann, "japanese", "東京 タワー"),
            Samples.Record(Ann, "russian", "Москва слезам"), Samples.Record(Ann, "upper", "NASA APOLLO"));

        Assert.Equal(["polish"], await MatchIdsAsync(Words("zażółć")));
        Assert.Equal(["japanese"], await MatchIdsAsync(Words("東京")));
        Assert.Equal(["russian"], await MatchIdsAsync(Words("москва")));
        Assert.Equal(["upper"], await MatchIdsAsync(Words("apollo")));
    }
}
