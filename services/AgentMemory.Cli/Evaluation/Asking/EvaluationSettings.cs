using AgentMemory.Cli.Evaluation.Measuring;

namespace AgentMemory.Cli.Evaluation.Asking;

/// <param name="SearchMode"><see langword="null"/> for what the server does by default.</param>
/// <param name="Concurrency">Searches under way at once.</param>
/// <param name="Keep">Whether what was loaded stays.</param>
internal sealed record EvaluationSettings(MetricSet Metrics, string? SearchMode, int Concurrency, bool WaitForVectors, bool Keep);
