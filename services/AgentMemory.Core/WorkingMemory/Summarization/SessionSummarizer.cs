using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using AgentMemory.LanguageModels;
using AgentMemory.Tenancy;
using Microsoft.Extensions.Logging;

namespace AgentMemory.WorkingMemory.Summarization;

/// <summary>
/// Brings a session that has outgrown its caller's window back into it (spec 10.5): the older messages become its summary,
/// oldest first (T21), in as many passes as that takes (T22).
/// </summary>
/// <remarks>
/// Each pass is committed against what the session holds by then. What was summarised therefore stays so whatever happens to
/// a later pass, messages written meanwhile are kept, and of two summarisers of one session one finds nothing left to do.
/// </remarks>
public sealed partial class SessionSummarizer(
    IWorkingMemoryStore store, PromoteWorkingMemory promotion, SummaryWriter writer, ITokenCounter counter, EngineOptions options,
    TimeProvider time, ILogger<SessionSummarizer> logger)
{
    /// <summary>How long the caller of a write waits for the summary.</summary>
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Summarises while a caller waits. When the model fails or takes too long, the session is answered as it is by then: the
    /// task queued with the write goes on (T24).
    /// </summary>
    public async Task<Session> TryAsync(
        AccessScope scope, Session session, ContextWindow window, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(RequestTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await foreach (var after in RunAsync(scope, session, window, heedsBudget: false, either.Token))
                session = after;
        }
        catch (ModelException failure)
        {
            LogLater(failure.Failure.ToString());
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            LogLater("TimedOut");
        }

        return session;
    }

    /// <param name="session">As it was read.</param>
    /// <param name="heedsBudget">See <see cref="ModelCall.HeedsBudget"/>.</param>
    /// <returns>The session after each pass. It ends early when another writer changed what was being summarised.</returns>
    /// <exception cref="ModelException">The model cannot do it now.</exception>
    public async IAsyncEnumerable<Session> RunAsync(
        AccessScope scope, Session session, ContextWindow window, bool heedsBudget,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A message that is to be a record of its own must not leave before it is one (T23).
        if (options.IndexAllMessages)
            await promotion.PromoteAsync(session.Key, cancellationToken);

        var departing = SummarizationPlan.Departing(session.Messages, window.Limit, counter);
        var summary = session.Context;
        MemoryMessage[] preface = [];
        if (writer.IsOversized(summary))
        {
            preface = [new() { Id = "", Role = "summary so far", Content = summary!, CreatedAt = session.CreatedAt }];
            summary = null;
        }

        var transcript = new Transcript([.. preface, .. departing], counter);
        var (committed, tokens) = (0, 0);
        while (departing.Count > 0 && !transcript.IsExhausted)
        {
            var messages = transcript.Take(writer.MessagesPerPass(summary));
            var written = await writer.WriteAsync(session.Key.Owner, summary, messages, window, heedsBudget, cancellationToken);
            (summary, tokens) = (written.Text, tokens + written.Tokens);

            // A message read in parts leaves the session with its last part.
            var completed = transcript.Completed - preface.Length;
            if (completed <= committed)
                continue;

            var commit = new SummaryCommit
            {
                Messages = [.. departing.Take(completed).Skip(committed)],
                PreviousContext = session.Context,
                Context = summary,
                Tokens = tokens,
                KeepUnextracted = options is { LongTermMemory: true, ExtractMemories: true },
                Detail = JsonSerializer.SerializeToElement(
                    new SummarizedDetail(written.Model, completed - committed), SummarizedDetailJson.Default.SummarizedDetail),
            };
            if (await store.CommitSummaryAsync(scope, session.Key, commit, cancellationToken) is not { } after)
                yield break;
            (session, committed, tokens) = (after, completed, 0);
            yield return session;
        }
    }

    [LoggerMessage(LogLevel.Warning, "A session could not be summarised within its request ({Reason}); it is in the background")]
    private partial void LogLater(string reason);
}

/// <summary>Detail of <see cref="Events.EventKinds.SessionSummarized"/>.</summary>
internal sealed record SummarizedDetail(string? Model, int Messages);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SummarizedDetail))]
internal sealed partial class SummarizedDetailJson : JsonSerializerContext;
