using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using FsCheck.Fluent;

namespace AgentMemory.Storage.Conformance.Search;

public abstract partial class MemorySearchIndexConformance
{
    /// <summary>Random records, written and in memory.</summary>
    private async Task<IReadOnlyList<MemoryRecord>> WriteRandomRecordsAsync(int count)
    {
        var records = Enumerable.Range(0, count).Select(i => FilterGenerators.Records($"m{i:000}").Sample(1, 50)[0]).ToList();
        await UpsertAsync(records);
        return records;
    }

    [Fact]
    [Trait("Spec", "5.3")]
    [Trait("Trap", "T1")]
    [Trait("Trap", "T2")]
    [Trait("Trap", "T4")]
    [Trait("Trap", "T5")]
    [Trait("Trap", "T7")]
    public async Task Every_filter_in_every_scope_admits_what_it_means()
    {
        var records = await WriteRandomRecordsAsync(80);
        var cases = from filter in FilterGenerators.Filters from scope in FilterGenerators.Scopes select (filter, scope);

        await CheckAsync(cases, 400, async it =>
        {
            var expected = records.Where(record => it.scope.Contains(record.Owner) && it.filter.Admits(record))
                .OrderByDescending(record => record.CreatedAt).ThenBy(record => record.Id, StringComparer.Ordinal)
                .Select(record => record.Id).ToArray();

            Assert.Equal(expected, await ListIdsAsync(it.filter, it.scope));
            Assert.Equal(expected.Length, await Store.LongTerm.CountAsync(it.scope, it.filter, None));
        });
    }

    [Fact]
    [Trait("Spec", "5.3")]
    public async Task A_match_finds_what_has_any_clause_within_scope_and_filter()
    {
        var records = await WriteRandomRecordsAsync(80);
        var words = Gen.Elements(TextReference.StableWords);
        var cases =
            from filter in FilterGenerators.Filters
            from scope in FilterGenerators.Scopes
            from terms in Gen.ListOf(words, 2)
            from phrase in Gen.ListOf(words, 2).Select(pair => string.Join(' ', pair))
            from parts in Gen.Elements(1, 2, 3)
            select (filter, scope, query: new TextQuery((parts & 1) == 0 ? [] : [.. terms], (parts & 2) == 0 ? [] : [phrase]));

        await CheckAsync(cases, 200, async it =>
        {
            var expected = records
                .Where(record => it.scope.Contains(record.Owner) && it.filter.Admits(record)
                    && it.query.Terms.Concat(it.query.Phrases).Any(clause => TextReference.Contains(record.Text, clause)))
                .Select(record => record.Id);

            Assert.Equal(expected, (await MatchIdsAsync(it.query, it.scope, it.filter)).Order(StringComparer.Ordinal));
        });
    }

    [Theory]
    [Trait("Trap", "T2")]
    [InlineData("session")]
    [InlineData("namespace")]
    [InlineData("user")]
    [InlineData("topics")]
    [InlineData("entities")]
    public async Task The_empty_string_means_no_value_and_never_everything(string field)
    {
        await UpsertAsync(
            Samples.FullRecord(Ann, "with"),
            Samples.Record(Nobody, "without"));
        MemoryFilter Filter(TagFilter tags) => field switch
        {
            "session" => new() { SessionId = tags },
            "namespace" => new() { Namespace = tags },
            "user" => new() { UserId = tags },
            "topics" => new() { Topics = tags },
            _ => new() { Entities = tags },
        };

        Assert.Equal(["without"], await ListIdsAsync(Filter(TagFilter.Equal(""))));
        Assert.Equal(["without"], await ListIdsAsync(Filter(new TagFilter { AnyOf = [""] })));
        Assert.Equal(["with"], await ListIdsAsync(Filter(TagFilter.NotEqual(""))));
    }

    [Theory]
    [Trait("Trap", "T5")]
    [Trait("Trap", "T7")]
    [InlineData("a|b")]
    [InlineData("star*")]
    [InlineData("say \"hi\"")]
    [InlineData("it's")]
    [InlineData("two words")]
    [InlineData("żółw")]
    [InlineData("日本")]
    [InlineData("Travel")]
    public async Task Tags_are_exact(string tag)
    {
        await UpsertAsync(
            Samples.FullRecord(Ann, "all"), Samples.Record(Ann, "one") with { Topics = [tag] },
            Samples.Record(Ann, "near") with { Topics = [tag + "x", "x" + tag, tag.Trim('*') + " ", "words", "a", "b", "star", "TRAVEL"] });

        Assert.Equal(["all", "one"], await ListIdsAsync(new MemoryFilter { Topics = TagFilter.Equal(tag) }));
        Assert.Equal(["near"], await ListIdsAsync(new MemoryFilter { Topics = TagFilter.NotEqual(tag) }));
    }

    [Theory]
    [Trait("Trap", "T5")]
    [InlineData("x' OR '1'='1")]
    [InlineData("x\" OR \"1\"=\"1")]
    [InlineData("ann|bob")]
    [InlineData("*")]
    [InlineData("%")]
    [InlineData("_nn")]
    [InlineData("'; DROP TABLE memories; --")]
    [InlineData("[\"ann\"]")]
    [InlineData("ann\0")]
    public async Task Filter_values_are_never_code(string value)
    {
        await UpsertAsync(Samples.Record(Ann, "m1") with { Topics = ["ann"], Entities = ["ann"], SessionId = "ann" });
        var tags = TagFilter.Equal(value);

        Assert.Empty(await ListIdsAsync(new MemoryFilter { UserId = tags }));
        Assert.Empty(await ListIdsAsync(new MemoryFilter { Namespace = tags }));
        Assert.Empty(await ListIdsAsync(new MemoryFilter { SessionId = tags }));
        Assert.Empty(await ListIdsAsync(new MemoryFilter { Topics = tags }));
        Assert.Empty(await ListIdsAsync(new MemoryFilter { Entities = tags }));
        Assert.Empty(await ListIdsAsync(new MemoryFilter { MemoryType = tags }));
        Assert.Empty(await ListIdsAsync(new MemoryFilter { ExtractionStrategy = tags }));
        Assert.Empty(await ListIdsAsync(new MemoryFilter { UserId = new TagFilter { Prefix = value } }));
        Assert.Empty(await ListIdsAsync(new MemoryFilter { Topics = new TagFilter { Prefix = value } }));
        Assert.Equal(["m1"], await ListIdsAsync(new MemoryFilter { UserId = TagFilter.NotEqual(value) }));
    }

    [Fact]
    [Trait("Trap", "T4")]
    [Trait("Trap", "T6")]
    public async Task Times_are_compared_to_the_microsecond_with_both_ends()
    {
        var at = Samples.Then.ToMicroseconds();
        await UpsertAsync([.. Enumerable.Range(0, 5).Select(i => Samples.Record(Ann, $"m{i}") with
        {
            CreatedAt = Samples.Then.AddMicroseconds(i),
            EventDate = i == 4 ? null : Samples.Then.AddMicroseconds(i),
        })]);

        Assert.Equal(["m3", "m2", "m1"], await ListIdsAsync(new MemoryFilter { CreatedAt = Within(new TimeRange(at + 1, at + 3)) }));
        Assert.Equal(["m2"], await ListIdsAsync(new MemoryFilter { CreatedAt = Within(TimeRange.AtLeast(at + 2), TimeRange.AtMost(at + 2)) }));
        Assert.Equal(["m3", "m2", "m1", "m0"], await ListIdsAsync(new MemoryFilter { EventDate = Within(TimeRange.AtMost(long.MaxValue)) }));
        Assert.Equal(["m4", "m3", "m0"], await ListIdsAsync(
            new MemoryFilter { EventDate = new TimeFilter { Without = [new TimeRange(at + 1, at + 2)] } }));
        Assert.Empty(await ListIdsAsync(new MemoryFilter { CreatedAt = Within(new TimeRange(at + 3, at + 1)) }));

        static TimeFilter Within(params TimeRange[] ranges) => new() { Within = [.. ranges] };
    }
}
