using AgentMemory.LongTermMemory;

namespace AgentMemory.Storage.Conformance.LongTermMemory;

public abstract partial class LongTermMemoryStoreConformance
{
    /// <summary>A survivor <c>a</c> and its aliases, in order.</summary>
    private async Task WriteWithAliasesAsync(params string[] aliases)
    {
        await UpsertOneAsync(Samples.Record(Ann, "a", "same"));
        foreach (var alias in aliases)
            Assert.Equal(UpsertOutcome.Duplicate, (await UpsertOneAsync(Samples.Record(Ann, alias, "same"))).Outcome);
    }

    [Fact]
    [Trait("Trap", "T72")]
    [Trait("Spec", "10.9")]
    public async Task Same_content_is_stored_once_and_both_ids_work()
    {
        await UpsertOneAsync(Samples.Record(Ann, "a", "same"));
        Clock.Advance(TimeSpan.FromHours(1));

        var result = await UpsertOneAsync(Samples.Record(Ann, "b", "same"));

        Assert.Equal(new UpsertResult("b", new MemoryKey(Ann, "a"), UpsertOutcome.Duplicate), result);
        Assert.Equal("a", Assert.Single(await ScanAsync()).Id);
        Assert.Equal("a", (await GetAsync(Ann, "b")).Id);
        Assert.Equal("a", (await (await OtherClientAsync()).LongTerm.FindAsync(OnlyAnn, new MemoryLookup("b"), None))?.Id);
        Assert.Equal(Clock.Now, (await GetAsync(Ann, "a")).LastAccessed);
    }

    [Fact]
    public async Task Content_that_is_stored_again_under_a_new_id_counts_and_under_the_same_id_does_not()
    {
        await UpsertOneAsync(Samples.Record(Ann, "a", "same") with { AccessCount = 3 });

        await UpsertOneAsync(Samples.Record(Ann, "b", "same"));
        await UpsertOneAsync(Samples.Record(Ann, "c", "same"));
        Assert.Equal(5, (await GetAsync(Ann, "a")).AccessCount);

        await UpsertOneAsync(Samples.Record(Ann, "c", "same"));
        Assert.Equal(5, (await GetAsync(Ann, "a")).AccessCount);
    }

    [Theory]
    [Trait("Spec", "10.9")]
    [InlineData("text")]
    [InlineData("session")]
    [InlineData("type")]
    [InlineData("user")]
    [InlineData("namespace")]
    public async Task Content_that_differs_in_any_part_of_its_identity_is_kept(string part)
    {
        var record = Samples.Record(Ann, "a", "same");
        await UpsertOneAsync(record);

        var result = await UpsertOneAsync(part switch
        {
            "text" => record with { Id = "b", Text = "Same" },
            "session" => record with { Id = "b", SessionId = "s1" },
            "type" => record with { Id = "b", MemoryType = MemoryType.Episodic },
            "user" => record with { Id = "b", UserId = "bob" },
            _ => record with { Id = "b", Namespace = null },
        });

        Assert.Equal(UpsertOutcome.Created, result.Outcome);
        Assert.Equal(2, await CountAsync());
    }

    [Fact]
    public async Task A_pin_passes_to_the_record_that_has_the_content()
    {
        await UpsertOneAsync(Samples.Record(Ann, "a", "same") with { Pinned = false });

        await UpsertOneAsync(Samples.Record(Ann, "b", "same") with { Pinned = true });

        Assert.True((await GetAsync(Ann, "a")).Pinned);
    }

    [Fact]
    public async Task A_record_of_another_session_can_be_kept_from_being_replaced()
    {
        await UpsertOneAsync(Samples.Record(Ann, "1", "first") with { SessionId = "s1" });
        var options = new UpsertOptions { OperationId = "other", KeepOtherSessions = true };

        var other = await Memories.UpsertAsync(
            OnlyAnn, [Samples.Record(Ann, "1", "second") with { SessionId = "s2" }], options, None);
        var same = await Memories.UpsertAsync(
            OnlyAnn, [Samples.Record(Ann, "1", "third") with { SessionId = "s1" }], options, None);

        Assert.Equal(UpsertOutcome.Occupied, other[0].Outcome);
        Assert.Equal(UpsertOutcome.Replaced, same[0].Outcome);
        Assert.Equal("third", (await GetAsync(Ann, "1")).Text);
    }

    [Fact]
    public async Task Without_deduplication_the_same_content_is_stored_twice()
    {
        await UpsertAsync(Samples.Record(Ann, "a", "same"), Samples.Record(Ann, "b", "same"));

        Assert.Equal(["a", "b"], (await ScanAsync()).Select(record => record.Id).Order());
    }

    [Fact]
    public async Task A_record_is_no_duplicate_of_itself()
    {
        await UpsertOneAsync(Samples.Record(Ann, "a", "same"));

        var result = await UpsertOneAsync(Samples.Record(Ann, "a", "same") with { Topics = ["new"] });

        Assert.Equal(UpsertOutcome.Replaced, result.Outcome);
        Assert.Equal(["new"], (await GetAsync(Ann, "a")).Topics);
    }

    [Fact]
    [Trait("Trap", "T58")]
    public async Task Duplicates_within_a_batch_are_found()
    {
        var results = await Memories.UpsertAsync(
            Everything, [Samples.Record(Ann, "a", "same"), Samples.Record(Ann, "b", "same")], Operation("op"), None);

        Assert.Equal([UpsertOutcome.Created, UpsertOutcome.Duplicate], results.Select(result => result.Outcome));
        Assert.Equal("a", (await GetAsync(Ann, "b")).Id);
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    [Trait("Trap", "T72")]
    public async Task A_record_that_becomes_the_same_as_another_leaves_only_its_id()
    {
        await UpsertOneAsync(Samples.Record(Ann, "a", "same"));
        await UpsertOneAsync(Samples.Record(Ann, "b", "different"));

        var result = await UpsertOneAsync(Samples.Record(Ann, "b", "same"));

        Assert.Equal(new UpsertResult("b", new MemoryKey(Ann, "a"), UpsertOutcome.Duplicate), result);
        Assert.Equal("same", (await GetAsync(Ann, "b")).Text);
        Assert.Equal("a", Assert.Single(await ScanAsync()).Id);
    }

    [Fact]
    [Trait("Trap", "T72")]
    public async Task An_alias_follows_its_survivor_when_that_is_absorbed()
    {
        await WriteWithAliasesAsync("b");
        await UpsertOneAsync(Samples.Record(Ann, "c", "same"), deduplicate: false);

        Assert.Equal(1, await Memories.AbsorbAsync(OnlyAnn, new MemoryKey(Ann, "c"), [new MemoryKey(Ann, "a")], None));

        Assert.Equal(["c", "c", "c"], [(await GetAsync(Ann, "a")).Id, (await GetAsync(Ann, "b")).Id, (await GetAsync(Ann, "c")).Id]);
    }

    [Fact]
    [Trait("Trap", "T72")]
    public async Task A_real_record_takes_the_place_of_an_alias()
    {
        await WriteWithAliasesAsync("b");

        var result = await UpsertOneAsync(Samples.Record(Ann, "b", "different"));

        Assert.Equal((UpsertOutcome.Created, new MemoryKey(Ann, "b")), (result.Outcome, result.Key));
        Assert.Equal("different", (await GetAsync(Ann, "b")).Text);
        Assert.Equal("same", (await GetAsync(Ann, "a")).Text);
        Assert.Equal(1, await DeleteAsync("a"));
        Assert.Equal("different", (await GetAsync(Ann, "b")).Text);
    }

    [Fact]
    [Trait("Trap", "T72")]
    public async Task Writing_an_alias_again_with_the_same_content_keeps_it_an_alias()
    {
        await WriteWithAliasesAsync("b", "b");

        Assert.Equal("a", (await GetAsync(Ann, "b")).Id);
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    [Trait("Trap", "T72")]
    public async Task Deleting_by_an_alias_deletes_the_survivor_and_all_its_aliases()
    {
        await WriteWithAliasesAsync("b", "c");

        Assert.Equal(1, await DeleteAsync("b"));

        Assert.Null(await FindAsync(Ann, "a"));
        Assert.Null(await FindAsync(Ann, "b"));
        Assert.Null(await FindAsync(Ann, "c"));
        await UpsertOneAsync(Samples.Record(Ann, "a", "new"));
        Assert.Null(await FindAsync(Ann, "b"));
    }

    [Fact]
    [Trait("Trap", "T72")]
    public async Task An_alias_belongs_to_its_owner()
    {
        await WriteWithAliasesAsync("b");

        Assert.Null(await FindAsync(Bob, "b"));
        await UpsertOneAsync(Samples.Record(Bob, "b", "of Bob"));

        Assert.Equal("a", (await GetAsync(Ann, "b")).Id);
        Assert.Equal("of Bob", (await GetAsync(Bob, "b")).Text);
        Assert.Equal("a", (await Memories.FindAsync(Everything, new MemoryLookup("b", UserId: "ann"), None))?.Id);
    }

    [Fact]
    [Trait("Trap", "T33")]
    public async Task A_record_without_an_owner_never_meets_another_owners_content()
    {
        await UpsertOneAsync(Samples.Record(Ann, "a", "same"));
        await UpsertOneAsync(Samples.Record(Nobody, "b", "same"));

        Assert.Equal(Ann, (await GetAsync(Ann, "a")).Owner);
        Assert.Equal(Nobody, (await GetAsync(Nobody, "b")).Owner);
    }
}
