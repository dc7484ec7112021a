using AgentMemory.Search;
using AgentMemory.SummaryViews;
using AgentMemory.Tenancy;

namespace AgentMemory.Storage.Conformance.SummaryViews;

/// <summary>What <see cref="ISummaryViewStore"/> promises.</summary>
public abstract class SummaryViewStoreConformance : StoreConformance
{
    private ISummaryViewStore Views => Store.SummaryViews;

    private async Task<StoredSummaryView> AddAsync(string id, AccessScope? scope = null, MemoryFilter? filter = null)
    {
        var view = new StoredSummaryView(new SummaryView { Id = id, GroupBy = ["user_id"] }, filter ?? MemoryFilter.None, scope ?? OnlyAnn);
        await Views.AddAsync(view, None);
        return view;
    }

    private SummaryPartition Partition(string view, params (string Field, string Value)[] group) => new()
    {
        ViewId = view,
        Group = group.ToDictionary(part => part.Field, part => part.Value),
        Summary = "Ann — \"żółw\"",
        MemoryCount = 7,
        ComputedAt = Clock.Now,
    };

    private Task<IReadOnlyList<SummaryPartition>> PartitionsAsync(string view, params (string Field, string Value)[] group) =>
        Views.ListPartitionsAsync(Everything, view, group.ToDictionary(part => part.Field, part => part.Value), None);

    private static string[] Users(IEnumerable<SummaryPartition> partitions) =>
        [.. partitions.Select(partition => partition.Group["user_id"])];

    [Fact]
    public async Task A_view_stays_as_it_was_written()
    {
        var view = new SummaryView
        {
            Id = "v1",
            Name = "By user",
            GroupBy = ["user_id", "memory_type"],
            Filters = Samples.JsonObject("""{"topics": {"any": ["a,b", "żółw"]}}"""),
            TimeWindowDays = 30,
            Continuous = true,
            Prompt = "What does {user} like?",
            ModelName = "m",
        };
        var filter = new MemoryFilter
        {
            Topics = new TagFilter { AnyOf = ["a,b", "żółw"], NoneOf = [""], Prefix = "t" },
            CreatedAt = new TimeFilter { Within = [TimeRange.AtLeast(5), TimeRange.AtMost(long.MaxValue - 1)], Without = [new(1, 2)] },
            Phrases = ["two words"],
            DiscreteMemoryExtracted = false,
            Slot = "home",
        };
        await Views.AddAsync(new StoredSummaryView(view, filter, AccessScope.Bound(["tests", ""], null)), None);

        var found = await (await OtherClientAsync()).SummaryViews.FindAsync(Everything, "v1", None);

        Assert.Equal(
            view with { GroupBy = [], Filters = default }, found!.View with { GroupBy = [], Filters = default });
        Assert.Equal(view.GroupBy, found.View.GroupBy);
        Same.Json(view.Filters, found.View.Filters);
        Assert.Equal(["", "tests"], found.Scope.Namespaces!.Order());
        Assert.Null(found.Scope.Users);
        Assert.Equal(filter.Topics.AnyOf, found.Filter.Topics!.AnyOf);
        Assert.Equal(filter.Topics.NoneOf, found.Filter.Topics.NoneOf);
        Assert.Equal("t", found.Filter.Topics.Prefix);
        Assert.Equal(filter.CreatedAt.Within, found.Filter.CreatedAt!.Within);
        Assert.Equal(filter.CreatedAt.Without, found.Filter.CreatedAt.Without);
        Assert.Equal(filter.Phrases, found.Filter.Phrases);
        Assert.Equal((false, null, "home"), (found.Filter.DiscreteMemoryExtracted, found.Filter.Consolidated, found.Filter.Slot));
        Assert.Null(found.Filter.UserId);
    }

    [Fact]
    public async Task A_caller_sees_the_views_whose_whole_scope_its_own_covers()
    {
        await AddAsync("ann", OnlyAnn);
        await AddAsync("bob", OnlyBob);
        await AddAsync("both", AccessScope.Bound(["tests"], ["ann", "bob"]));
        await AddAsync("namespace", AccessScope.Bound(["tests"], null));
        await AddAsync("user", AccessScope.Bound(null, ["ann"]));
        await AddAsync("everything", Everything);

        await SeesAsync(Everything, "ann", "bob", "both", "namespace", "user", "everything");
        await SeesAsync(OnlyAnn, "ann");
        await SeesAsync(AccessScope.Bound(["tests", "more"], null), "ann", "bob", "both", "namespace");
        await SeesAsync(AccessScope.Bound(null, ["ann"]), "ann", "user");
        await SeesAsync(AccessScope.Of(Nobody));

        async Task SeesAsync(AccessScope scope, params string[] ids)
        {
            Assert.Equal(ids, (await Views.ListAsync(scope, None)).Select(view => view.View.Id));
            foreach (var id in new[] { "ann", "bob", "both", "namespace", "user", "everything", "missing" })
                Assert.Equal(ids.Contains(id), await Views.FindAsync(scope, id, None) is not null);
        }
    }

    [Fact]
    [Trait("Trap", "T55")]
    public async Task Deleting_a_view_removes_its_partitions()
    {
        await AddAsync("v1");
        await AddAsync("v2");
        await Views.PutPartitionAsync(OnlyAnn, Partition("v1", ("user_id", "ann")), None);
        await Views.PutPartitionAsync(OnlyAnn, Partition("v2", ("user_id", "ann")), None);

        Assert.False(await Views.DeleteAsync(OnlyBob, "v1", None));
        Assert.True(await Views.DeleteAsync(OnlyAnn, "v1", None));
        Assert.False(await Views.DeleteAsync(OnlyAnn, "v1", None));
        await Views.PutPartitionAsync(OnlyAnn, Partition("v1", ("user_id", "late")), None);

        Assert.Equal(["v2"], (await Views.ListAsync(Everything, None)).Select(view => view.View.Id));
        Assert.Empty(await PartitionsAsync("v1"));
        await AddAsync("v1");
        Assert.Empty(await PartitionsAsync("v1"));
        Assert.Single(await PartitionsAsync("v2"));
    }

    [Fact]
    [Trait("Spec", "11.4")]
    public async Task A_group_has_one_partition_whatever_the_order_of_its_fields()
    {
        await AddAsync("v1");
        await Views.PutPartitionAsync(OnlyAnn, Partition("v1", ("user_id", "ann"), ("namespace", "n|1")), None);
        var newer = Partition("v1", ("namespace", "n|1"), ("user_id", "ann")) with
        {
            Summary = "",
            MemoryCount = 0,
            Empty = true,
            EmptyReason = "no_memories",
        };

        await Views.PutPartitionAsync(OnlyAnn, newer, None);

        var stored = Assert.Single(await PartitionsAsync("v1"));
        Assert.Equal(newer.Group.OrderBy(part => part.Key), stored.Group.OrderBy(part => part.Key));
        Assert.Equal(newer with { Group = stored.Group }, stored);
    }

    [Fact]
    public async Task Partitions_are_listed_by_key_and_by_the_values_of_their_group()
    {
        await AddAsync("v1");
        foreach (var user in new[] { "carl", "ann", "bob's \"x\"" })
        {
            await Views.PutPartitionAsync(OnlyAnn, Partition("v1", ("user_id", user), ("namespace", "one")), None);
            await Views.PutPartitionAsync(OnlyAnn, Partition("v1", ("user_id", user), ("namespace", "two")), None);
        }

        var all = await PartitionsAsync("v1");

        Assert.Equal(
            all.Select(partition => PartitionKey.Of(partition.Group)).Order(StringComparer.Ordinal),
            all.Select(partition => PartitionKey.Of(partition.Group)));
        Assert.Equal(6, all.Count);
        Assert.Equal(["ann", "bob's \"x\"", "carl"], Users(await PartitionsAsync("v1", ("namespace", "two"))));
        Assert.Equal(["carl"], Users(await PartitionsAsync("v1", ("namespace", "two"), ("user_id", "carl"))));
        Assert.Empty(await PartitionsAsync("v1", ("user_id", "Carl")));
        Assert.Empty(await PartitionsAsync("v1", ("session_id", "carl")));
        Assert.Empty(await Views.ListPartitionsAsync(OnlyBob, "v1", new Dictionary<string, string>(), None));
    }

    [Fact]
    public async Task Partitions_not_computed_any_more_are_removed()
    {
        await AddAsync("v1");
        await AddAsync("v2");
        await Views.PutPartitionAsync(OnlyAnn, Partition("v1", ("user_id", "old")), None);
        await Views.PutPartitionAsync(OnlyAnn, Partition("v2", ("user_id", "old")), None);
        Clock.Advance(TimeSpan.FromMinutes(1));
        await Views.PutPartitionAsync(OnlyAnn, Partition("v1", ("user_id", "new")), None);

        Assert.Equal(0, await Views.DeletePartitionsBeforeAsync(OnlyBob, "v1", Clock.Now, None));
        Assert.Equal(1, await Views.DeletePartitionsBeforeAsync(OnlyAnn, "v1", Clock.Now, None));

        Assert.Equal(["new"], Users(await PartitionsAsync("v1")));
        Assert.Equal(["old"], Users(await PartitionsAsync("v2")));
    }

    [Fact]
    public async Task Partitions_outside_the_scope_are_not_written()
    {
        await AddAsync("v1");

        await Views.PutPartitionAsync(OnlyBob, Partition("v1", ("user_id", "bob")), None);

        Assert.Empty(await PartitionsAsync("v1"));
    }
}
