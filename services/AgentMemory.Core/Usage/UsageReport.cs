namespace AgentMemory.Usage;

/// <summary>What language models were asked for, and what is left of the budget. Members are in wire order.</summary>
/// <param name="From">First day, UTC.</param>
/// <param name="To">Last day, included.</param>
/// <param name="Namespaces">Sums over the days, by namespace.</param>
/// <param name="Days">The same by day, namespace, model and operation.</param>
/// <param name="Budget"><see langword="null"/> for callers bound to users: a budget is a whole namespace's.</param>
public sealed record UsageReport(
    DateOnly From, DateOnly To, IReadOnlyList<NamespaceTotal> Namespaces, IReadOnlyList<NamespaceUsage> Days, BudgetState? Budget);

public sealed record NamespaceTotal(string? Namespace, long Calls, long InputTokens, long OutputTokens, long Failures);

/// <param name="TokensPerDay"><see langword="null"/> sets no limit.</param>
/// <param name="ResetsAt">When the day of the budget ends.</param>
/// <param name="Namespaces">Those that used a model today, and the one asked for.</param>
public sealed record BudgetState(long? TokensPerDay, DateTimeOffset ResetsAt, IReadOnlyList<NamespaceBudget> Namespaces);

/// <param name="TokensToday">In and out, of all its users.</param>
/// <param name="Paused">Whether its background work waits for the next day.</param>
public sealed record NamespaceBudget(string? Namespace, long TokensToday, bool Paused);
