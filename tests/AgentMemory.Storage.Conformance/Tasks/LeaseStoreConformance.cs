using AgentMemory.Tasks;

namespace AgentMemory.Storage.Conformance.Tasks;

/// <summary>What <see cref="ILeaseStore"/> promises.</summary>
public abstract class LeaseStoreConformance : StoreConformance
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private Task<bool> TryAcquireAsync(string holder, string name = "compaction") =>
        Store.Leases.TryAcquireAsync(name, holder, Minute, None);

    [Fact]
    [Trait("Trap", "T35")]
    public async Task A_lease_has_one_holder()
    {
        Assert.True(await TryAcquireAsync("one"));

        Assert.False(await TryAcquireAsync("two"));
        Assert.False(await (await OtherClientAsync()).Leases.TryAcquireAsync("compaction", "two", Minute, None));
        Assert.True(await TryAcquireAsync("two", "forgetting"));
    }

    [Fact]
    public async Task Its_holder_extends_it()
    {
        await TryAcquireAsync("one");
        Clock.Advance(TimeSpan.FromSeconds(50));
        Assert.True(await TryAcquireAsync("one"));

        Clock.Advance(TimeSpan.FromSeconds(50));

        Assert.False(await TryAcquireAsync("two"));
    }

    [Fact]
    public async Task A_lease_that_ran_out_is_free()
    {
        await TryAcquireAsync("one");
        Clock.Advance(Minute + TimeSpan.FromSeconds(1));

        Assert.True(await TryAcquireAsync("two"));
        Assert.False(await TryAcquireAsync("one"));
    }

    [Fact]
    public async Task Only_its_holder_gives_it_back()
    {
        await TryAcquireAsync("one");

        await Store.Leases.ReleaseAsync("compaction", "two", None);
        await Store.Leases.ReleaseAsync("never taken", "two", None);
        Assert.False(await TryAcquireAsync("two"));

        await Store.Leases.ReleaseAsync("compaction", "one", None);
        Assert.True(await TryAcquireAsync("two"));
    }

    [Fact]
    public async Task A_late_release_does_not_take_it_from_the_next_holder()
    {
        await TryAcquireAsync("one");
        Clock.Advance(Minute + TimeSpan.FromSeconds(1));
        await TryAcquireAsync("two");

        await Store.Leases.ReleaseAsync("compaction", "one", None);

        Assert.False(await TryAcquireAsync("three"));
    }

    [Fact]
    public async Task Of_many_that_try_at_once_one_succeeds()
    {
        var other = await OtherClientAsync();

        var taken = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() =>
            (i % 2 == 0 ? Store : other).Leases.TryAcquireAsync("compaction", $"holder{i}", Minute, None))));

        Assert.Single(taken, success => success);
    }
}
