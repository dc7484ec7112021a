using AgentMemory.Errors;
using AgentMemory.Tenancy;

namespace AgentMemory.Usage;

/// <summary>Tells callers what their use of language models was.</summary>
public sealed class UsageService(IUsageStore store, TokenBudget budget, TimeProvider time)
{
    /// <summary>Longest time that can be asked for; older days are dropped (<see cref="PurgeUsage"/>).</summary>
    public const int MaximumDays = 400;

    private const int DefaultDays = 30;

    /// <param name="namespace"><see langword="null"/> for every one in scope.</param>
    /// <param name="from">UTC; by default so that 30 days are told.</param>
    /// <param name="to">Included; by default today.</param>
    /// <exception cref="InvalidRequestException">The days are in the wrong order, or too many.</exception>
    /// <exception cref="AccessDeniedException">The namespace is outside the scope.</exception>
    public async Task<UsageReport> ReadAsync(
        AccessScope scope, string? @namespace, DateOnly? from, DateOnly? to, CancellationToken cancellationToken)
    {
        scope.DemandNamed(@namespace, null);
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var last = to ?? today;
        var first = from ?? DateOnly.FromDayNumber(Math.Max(0, last.DayNumber - (DefaultDays - 1)));
        if (first > last)
            throw new InvalidRequestException("`from` must not be after `to`");
        if (last.DayNumber - first.DayNumber >= MaximumDays)
            throw new InvalidRequestException($"`from` and `to` must be at most {MaximumDays} days apart");

        var days = await store.ReadAsync(scope, @namespace, first, last, cancellationToken);
        var totals = days.GroupBy(day => day.Namespace).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group =>
            new NamespaceTotal(
                group.Key, group.Sum(day => day.Calls), group.Sum(day => day.InputTokens), group.Sum(day => day.OutputTokens),
                group.Sum(day => day.Failures)));
        return new(
            first, last, [.. totals], days,
            scope.Users is null ? await BudgetAsync(scope, @namespace, today, cancellationToken) : null);
    }

    private async Task<BudgetState> BudgetAsync(
        AccessScope scope, string? @namespace, DateOnly today, CancellationToken cancellationToken)
    {
        var used = await store.ReadAsync(scope, @namespace, today, today, cancellationToken);
        var named = @namespace is null ? [] : new[] { @namespace };
        var states = new List<NamespaceBudget>();
        foreach (var name in used.Select(entry => entry.Namespace).Concat(named).Distinct().Order(StringComparer.Ordinal))
        {
            var tokens = used.Where(entry => entry.Namespace == name).Sum(entry => entry.InputTokens + entry.OutputTokens);
            states.Add(new(name, tokens, tokens >= budget.TokensPerDay));
        }
        return new(budget.TokensPerDay, new(today.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero), states);
    }
}
