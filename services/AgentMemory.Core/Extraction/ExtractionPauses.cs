using System.Text.Json;
using System.Text.Json.Nodes;
using AgentMemory.Events;
using AgentMemory.LanguageModels;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;

namespace AgentMemory.Extraction;

/// <summary>Says that extraction waits, and why: nothing is lost meanwhile, but nothing appears either.</summary>
internal sealed class ExtractionPauses(IEventLog events, TimeProvider time)
{
    /// <summary>There is no model, and the strategy can do nothing without one.</summary>
    public Task NoModelAsync(Owner owner, string? sessionId, CancellationToken cancellationToken) =>
        AppendAsync(owner, sessionId, "no_model", until: null, cancellationToken);

    /// <returns>What the task's handler throws.</returns>
    public async Task<TaskPostponedException> PostponeAsync(
        Owner owner, string? sessionId, ModelException failure, CancellationToken cancellationToken)
    {
        var until = RetryDelay.WhenAvailable(failure.RetryAt, time.UtcNowMicroseconds());
        var reason = failure.Failure == ModelFailure.BudgetExhausted ? "budget_exhausted" : "model_unavailable";
        await AppendAsync(owner, sessionId, reason, until, cancellationToken);
        return new TaskPostponedException(failure.Message, until);
    }

    private Task<long> AppendAsync(
        Owner owner, string? sessionId, string reason, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        var detail = new JsonObject { ["reason"] = reason, ["until"] = until?.UtcDateTime.ToString("O") };
        return events.AppendAsync(
            new MemoryEvent(
                0, time.UtcNowMicroseconds(), EventKinds.ExtractionPaused, owner, sessionId, SubjectId: null,
                JsonDocument.Parse(detail.ToJsonString()).RootElement),
            cancellationToken);
    }
}
