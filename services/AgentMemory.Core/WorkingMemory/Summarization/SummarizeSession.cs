using System.Diagnostics;
using System.Text.Json;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;

namespace AgentMemory.WorkingMemory.Summarization;

/// <summary>
/// Summarises a session in the background: after an append, and after a replacement whose caller did not get to see it done.
/// A session that fits its window by then is left alone.
/// </summary>
public sealed class SummarizeSession(
    IWorkingMemoryStore store, SessionSummarizer summarizer, ITokenCounter counter, EngineOptions options) : ITaskHandler
{
    public const string TaskKind = "summarize_session";

    private const int Attempts = 5;

    /// <summary>Writes that follow each other push the task back, but not for longer than this.</summary>
    private static readonly TimeSpan MaximumDelay = TimeSpan.FromMinutes(5);

    public string Kind => TaskKind;

    /// <param name="window">Of the caller whose write it was.</param>
    /// <param name="dueAt"><see langword="null"/> is now.</param>
    public static TaskRequest Request(SessionKey key, ContextWindow window, DateTimeOffset? dueAt) => new()
    {
        Kind = TaskKind,
        Owner = key.Owner,
        Payload = JsonSerializer.Serialize(
            new SummarizationPayload(key.SessionId, window.ModelName, window.MaximumTokens),
            TaskPayloadJson.Default.SummarizationPayload),
        Key = key.SessionId,
        SessionId = key.SessionId,
        DueAt = dueAt,
        MaximumDelay = MaximumDelay,
        TraceParent = Activity.Current?.Id,
    };

    public async Task RunAsync(TaskLease task, CancellationToken cancellationToken)
    {
        var payload = TaskPayloadJson.Read(task, TaskPayloadJson.Default.SummarizationPayload);
        var key = new SessionKey(task.Owner, payload.SessionId);
        var window = new ContextWindow(payload.ModelName, payload.ContextWindowMax);
        var scope = AccessScope.Of(key.Owner);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var session = await store.FindAsync(scope, key.AsLookup(), cancellationToken);
            if (session is null
                || !SummarizationPlan.IsDue(MessageSelection.Tokens(session.Messages, counter), window, options)
                || SummarizationPlan.Departing(session.Messages, window.Limit, counter).Count == 0)
            {
                return;
            }

            await foreach (var _ in summarizer.RunAsync(scope, session, window, heedsBudget: true, cancellationToken))
            {
                // Each pass is committed; whether they were all is seen in what is stored.
            }
        }

        throw new InvalidOperationException("The session is written to faster than it can be summarised");
    }
}
