namespace AgentMemory.Benchmarks;

/// <summary>How much is measured.</summary>
/// <param name="Round">How long one scenario is loaded at a time.</param>
/// <param name="Rounds">Scenarios take turns this often; the median round counts.</param>
/// <param name="Chats">Conversations extracted at once.</param>
/// <param name="Sizes">Memories in the store when searches are measured.</param>
internal sealed record BenchmarkPlan(TimeSpan Warmup, TimeSpan Round, int Rounds, int Chats, IReadOnlyList<int> Sizes)
{
    public static BenchmarkPlan Full { get; } = new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2), 5, 50, [1_000, 10_000, 100_000]);

    public static BenchmarkPlan Quick { get; } = new(TimeSpan.FromSeconds(0.3), TimeSpan.FromSeconds(0.3), 1, 5, [1_000]);

    public IReadOnlyList<int> Clients { get; init; } = [1, 16];
}
