namespace AgentMemory.WorkingMemory;

/// <summary>What the caller says about its model's context window.</summary>
/// <param name="ModelName">Any model name; unknown ones get the default window of <see cref="ModelContextWindows"/>.</param>
/// <param name="MaximumTokens">Beats the model's window when given.</param>
public readonly record struct ContextWindow(string? ModelName, int? MaximumTokens);

/// <summary>Percentages of spec 10.4; both <see langword="null"/> without information about the window.</summary>
public readonly record struct ContextUsage(double? TotalUsed, double? UntilSummarization);
