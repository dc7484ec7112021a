using AgentMemory.Tasks;
using AgentMemory.Tenancy;

namespace AgentMemory.Lifecycle;

/// <summary>Applies the configured policy to all records, of all owners together (spec 10.12).</summary>
public sealed class PeriodicForgetting(Forgetting forgetting, EngineOptions options) : IPeriodicTask
{
    public string Name => "forget_long_term_memories";

    public TimeSpan Period => options.ForgettingPeriod;

    public Task RunAsync(CancellationToken cancellationToken) => ForgetAsync(cancellationToken);

    /// <returns>What a dry run over nothing returns, while forgetting is switched off.</returns>
    public async Task<ForgetReport> ForgetAsync(CancellationToken cancellationToken) =>
        options is { LongTermMemory: true, ForgettingEnabled: true }
            ? await forgetting.RunAsync(
                AccessScope.Everything, new() { Policy = options.ForgettingPolicy, DryRun = false }, cancellationToken)
            : new(Scanned: 0, Deleted: 0, DeletedIds: [], DryRun: true);
}
