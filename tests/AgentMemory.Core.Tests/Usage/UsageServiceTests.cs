using AgentMemory.Errors;
using AgentMemory.Tenancy;
using AgentMemory.Usage;
using Microsoft.Extensions.DependencyInjection;

namespace AgentMemory.Tests.Usage;

public sealed class UsageServiceTests : IAsyncLifetime
{
    private static readonly DateOnly Today = new(2026, 5, 1);

    private readonly Engine _engine = StartEngine();

    public async Task InitializeAsync()
    {
        await AddAsync(new("shop", "ada"), Today, 100, 20);
        await AddAsync(new("shop", "bob"), Today, 30, 5);
        await AddAsync(new("shop", "ada"), Today.AddDays(-1), 1000, 0);
        await AddAsync(new("bank", "ada"), Today, 7, 1);
    }

    public async Task DisposeAsync() => await _engine.DisposeAsync();

    [Fact]
    public async Task Sums_are_told_by_namespace_and_the_budget_says_who_waits()
    {
        var report = await ReadAsync(AccessScope.Everything);

        Assert.Equal((Today.AddDays(-29), Today), (report.From, report.To));
        Assert.Equal(
            [new NamespaceTotal("bank", 1, 7, 1, 0), new NamespaceTotal("shop", 3, 1130, 25, 0)], report.Namespaces);
        Assert.Equal(150, report.Budget!.TokensPerDay);
        Assert.Equal(new DateTimeOffset(2026, 5, 2, 0, 0, 0, TimeSpan.Zero), report.Budget.ResetsAt);
        Assert.Equal(
            [new NamespaceBudget("bank", 8, Paused: false), new NamespaceBudget("shop", 155, Paused: true)],
            report.Budget.Namespaces);
    }

    [Fact]
    public async Task Only_the_days_asked_for_are_summed()
    {
        var report = await ReadAsync(AccessScope.Everything, "shop", Today, Today);

        Assert.Equal(155, Assert.Single(report.Namespaces) is var total ? total.InputTokens + total.OutputTokens : 0);
    }

    [Fact]
    public async Task A_namespace_without_any_use_has_its_whole_budget()
    {
        var report = await ReadAsync(AccessScope.Everything, "new");

        Assert.Empty(report.Namespaces);
        Assert.Equal([new NamespaceBudget("new", 0, Paused: false)], report.Budget!.Namespaces);
    }

    [Fact]
    public async Task A_caller_bound_to_a_namespace_learns_of_no_other()
    {
        var scope = AccessScope.Bound(["bank"], null);

        Assert.Equal("bank", Assert.Single((await ReadAsync(scope)).Namespaces).Namespace);
        await Assert.ThrowsAsync<AccessDeniedException>(() => ReadAsync(scope, "shop"));
    }

    [Fact]
    public async Task A_caller_bound_to_a_user_learns_nothing_of_the_others_of_its_namespace()
    {
        var report = await ReadAsync(AccessScope.Bound(["shop"], ["bob"]));

        Assert.Equal(new NamespaceTotal("shop", 1, 30, 5, 0), Assert.Single(report.Namespaces));
        Assert.Null(report.Budget);
    }

    [Fact]
    public async Task Days_in_the_wrong_order_and_too_many_are_refused()
    {
        await Assert.ThrowsAsync<InvalidRequestException>(
            () => ReadAsync(AccessScope.Everything, null, Today, Today.AddDays(-1)));
        await Assert.ThrowsAsync<InvalidRequestException>(
            () => ReadAsync(AccessScope.Everything, null, Today.AddDays(-400), Today));
    }

    [Fact]
    public async Task Days_nobody_can_ask_for_are_dropped()
    {
        await AddAsync(new("old", "ada"), Today.AddDays(-401), 1, 1);
        await AddAsync(new("old", "ada"), Today.AddDays(-400), 2, 2);

        await _engine.Periodic<PurgeUsage>().RunAsync(CancellationToken.None);

        var kept = await _engine.Get<IUsageStore>().ReadAsync(
            AccessScope.Everything, "old", Today.AddDays(-500), Today, CancellationToken.None);
        Assert.Equal(2, Assert.Single(kept).InputTokens);
    }

    private static Engine StartEngine() => new(configure: services => services.AddSingleton(new TokenBudget(150)));

    private Task AddAsync(Owner owner, DateOnly day, long input, long output) => _engine.Get<IUsageStore>().AddAsync(
        new(owner, day, "m", "extraction", Calls: 1, input, output, Failures: 0), CancellationToken.None);

    private Task<UsageReport> ReadAsync(
        AccessScope scope, string? @namespace = null, DateOnly? from = null, DateOnly? to = null) =>
        _engine.Get<UsageService>().ReadAsync(scope, @namespace, from, to, CancellationToken.None);
}
