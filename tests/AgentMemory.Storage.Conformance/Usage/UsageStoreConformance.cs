using AgentMemory.Tenancy;
using AgentMemory.Usage;

namespace AgentMemory.Storage.Conformance.Usage;

/// <summary>What <see cref="IUsageStore"/> promises.</summary>
public abstract class UsageStoreConformance : StoreConformance
{
    private static readonly DateOnly Monday = new(2026, 3, 16);

    private Task AddAsync(Owner owner, int day = 0, long tokens = 1, string model = "m", string operation = "extraction") =>
        Store.Usage.AddAsync(new UsageEntry(owner, Monday.AddDays(day), model, operation, 1, tokens, 10 * tokens, 1), None);

    private Task<IReadOnlyList<NamespaceUsage>> ReadAsync(AccessScope? scope = null, string? @namespace = null) =>
        Store.Usage.ReadAsync(scope ?? Everything, @namespace, Monday, Monday.AddDays(1), None);

    [Fact]
    public async Task Entries_of_a_day_are_summed_over_users()
    {
        await AddAsync(Ann, tokens: 3);
        await AddAsync(Ann, tokens: 4);
        await AddAsync(Bob, tokens: 5);

        Assert.Equal([new NamespaceUsage(Monday, "tests", "m", "extraction", 3, 12, 120, 3)], await ReadAsync());
    }

    [Fact]
    public async Task Sums_come_by_day_namespace_model_and_operation_both_days_included()
    {
        await AddAsync(Ann, day: 2);
        await AddAsync(Ann, day: 1);
        await AddAsync(Ann, model: "z");
        await AddAsync(Ann, operation: "tagging");
        await AddAsync(Ann);
        await AddAsync(Nobody);
        await AddAsync(Ann, day: -1);

        Assert.Equal(
            [
                (Monday, null, "m", "extraction"), (Monday, "tests", "m", "extraction"), (Monday, "tests", "m", "tagging"),
                (Monday, "tests", "z", "extraction"), (Monday.AddDays(1), "tests", "m", "extraction"),
            ],
            (await ReadAsync()).Select(sum => (sum.Day, sum.Namespace, sum.Model, sum.Operation)));
    }

    [Fact]
    public async Task Usage_is_seen_within_scope_and_namespace_only()
    {
        await AddAsync(Ann, tokens: 1);
        await AddAsync(Bob, tokens: 2);
        await AddAsync(new Owner("others", "ann"), tokens: 4);

        Assert.Equal(1, Assert.Single(await ReadAsync(OnlyAnn)).InputTokens);
        Assert.Equal(3, Assert.Single(await ReadAsync(@namespace: "tests")).InputTokens);
        Assert.Empty(await ReadAsync(OnlyAnn, "others"));
        Assert.Equal(2, (await ReadAsync()).Count);
    }

    [Fact]
    public async Task A_budget_sees_the_tokens_of_all_users_of_a_namespace_and_day()
    {
        await AddAsync(Ann, tokens: 1, operation: "merging");
        await AddAsync(Bob, tokens: 2, model: "z");
        await AddAsync(Nobody, tokens: 4);
        await AddAsync(Ann, day: 1, tokens: 8);

        Assert.Equal(33, await Store.Usage.TokensAsync("tests", Monday, None));
        Assert.Equal(44, await Store.Usage.TokensAsync(null, Monday, None));
        Assert.Equal(0, await Store.Usage.TokensAsync("unknown", Monday, None));
    }

    [Fact]
    public async Task Concurrent_entries_all_count()
    {
        var other = await OtherClientAsync();

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => (i % 2 == 0 ? Store : other).Usage.AddAsync(
            new UsageEntry(Ann, Monday, "m", "extraction", 1, 1, 1, 0), None))));

        Assert.Equal(80, await other.Usage.TokensAsync("tests", Monday, None));
    }

    [Fact]
    public async Task Purging_drops_the_days_before()
    {
        await AddAsync(Ann, day: -1);
        await AddAsync(Bob, day: -2);
        await AddAsync(Ann);

        Assert.Equal(2, await Store.Usage.PurgeAsync(Monday, None));
        Assert.Equal(0, await Store.Usage.PurgeAsync(Monday, None));

        Assert.Equal(11, await Store.Usage.TokensAsync("tests", Monday, None));
        Assert.Equal(0, await Store.Usage.TokensAsync("tests", Monday.AddDays(-1), None));
    }
}
