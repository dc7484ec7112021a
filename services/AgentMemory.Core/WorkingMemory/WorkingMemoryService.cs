using AgentMemory.Errors;
using AgentMemory.Extraction;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory.Summarization;

namespace AgentMemory.WorkingMemory;

/// <summary>Working memory as callers use it: scope, context window, promotion and extraction on top of <see cref="IWorkingMemoryStore"/>.</summary>
public sealed class WorkingMemoryService(
    IWorkingMemoryStore store, SessionReconstruction reconstruction, SessionSummarizer summarizer, ITokenCounter counter,
    EngineOptions options, TimeProvider time)
{
    /// <summary>How long after the request gave up on it a summary is tried again.</summary>
    private static readonly TimeSpan PauseAfterRequest = TimeSpan.FromSeconds(10);

    /// <exception cref="NotFoundException">No such session in scope, or several.</exception>
    public async ValueTask<SessionReading> GetAsync(
        AccessScope scope, SessionLookup lookup, ContextWindow window, int? recentMessagesLimit, CancellationToken cancellationToken) =>
        await FindAsync(scope, lookup, window, recentMessagesLimit, cancellationToken)
        ?? throw new NotFoundException($"Session {lookup.SessionId} not found");

    /// <summary>As <see cref="GetAsync"/>, for callers to whom a missing session is no error.</summary>
    public async ValueTask<SessionReading?> FindAsync(
        AccessScope scope, SessionLookup lookup, ContextWindow window, int? recentMessagesLimit, CancellationToken cancellationToken)
    {
        scope.DemandNamed(lookup.Namespace, lookup.UserId);
        var session = await store.FindAsync(scope, lookup, cancellationToken);
        if (session is null && options.IndexAllMessages)
            session = await reconstruction.TryAsync(scope, lookup, recentMessagesLimit, cancellationToken);
        return session is null ? null : Read(session, window, recentMessagesLimit);
    }

    /// <summary>
    /// Stores the session and, when its messages outgrow the window, summarises it (spec 10.5). It is stored first: whatever
    /// becomes of the summary, the write is not lost (T24).
    /// </summary>
    /// <exception cref="AccessDeniedException">The session, or a memory in it, would be outside the scope.</exception>
    /// <exception cref="InvalidRequestException">A message says nothing.</exception>
    public async Task<SessionReading> PutAsync(
        AccessScope scope, SessionReplacement replacement, ContextWindow window, WriteCondition condition,
        CancellationToken cancellationToken)
    {
        DemandContent(replacement.Messages);
        var key = Place(scope, replacement.Key);

        // Promotion writes a memory where it says it belongs, with nobody left to ask: whether it may is settled here.
        foreach (var memory in replacement.Memories)
            scope.Place(memory.Owner.Namespace ?? key.Owner.Namespace, memory.Owner.UserId ?? key.Owner.UserId);

        var tokens = Tokens(window, replacement.Messages);
        var outgrown = SummarizationPlan.IsDue(tokens, window, options);
        var tasks = TasksAfter(key, replacement.Messages.Count, replacement.Memories.Count);
        if (outgrown)
        {
            // Queued with the write, for when this request does not get it done; it finds nothing to do when it does.
            var afterRequest = time.GetUtcNow() + SessionSummarizer.RequestTimeout + PauseAfterRequest;
            tasks.Add(SummarizeSession.Request(key, window, afterRequest));
        }

        var session = await store.PutAsync(scope, replacement with { Key = key }, condition, tasks, cancellationToken);
        if (outgrown)
        {
            session = await summarizer.TryAsync(scope, session, window, cancellationToken);
            tokens = Tokens(window, session.Messages);
        }

        return new(session, session.Messages, ContextUsage.Of(tokens, window, options.SummarizationThreshold));
    }

    /// <summary>Appends, and has the session summarised in the background when its messages outgrow the window.</summary>
    /// <exception cref="AccessDeniedException">The session would be outside the scope.</exception>
    /// <exception cref="InvalidRequestException">A message says nothing.</exception>
    public async Task<AppendResult> AppendAsync(
        AccessScope scope, SessionAppend append, ContextWindow window, WriteCondition condition,
        CancellationToken cancellationToken)
    {
        DemandContent(append.Messages);
        var key = Place(scope, append.Key);
        var tasks = TasksAfter(key, append.Messages.Count, memories: 0);
        if (window.IsGiven && options.SummarizeWorkingMemory)
        {
            // An estimate: what others append meanwhile is counted by their own append, or by the next.
            var stored = await store.FindAsync(scope, key.AsLookup(), cancellationToken);
            var tokens = Tokens(window, append.Messages) + (stored?.Key == key ? Tokens(window, stored.Messages) : 0);
            if (SummarizationPlan.IsDue(tokens, window, options))
                tasks.Add(SummarizeSession.Request(key, window, dueAt: null));
        }

        return await store.AppendAsync(scope, append with { Key = key }, condition, tasks, cancellationToken);
    }

    /// <returns>False when there is no such session in scope.</returns>
    public async Task<bool> DeleteAsync(
        AccessScope scope, SessionLookup lookup, WriteCondition condition, CancellationToken cancellationToken)
    {
        scope.DemandNamed(lookup.Namespace, lookup.UserId);
        return await store.DeleteAsync(scope, lookup, condition, cancellationToken);
    }

    public async Task<SessionPage> ListAsync(AccessScope scope, SessionListing listing, CancellationToken cancellationToken)
    {
        scope.DemandNamed(listing.Namespace, listing.UserId);
        return await store.ListAsync(scope, listing, cancellationToken);
    }

    /// <summary>As <see cref="ListAsync"/>, with the sessions themselves; those that went meanwhile are left out.</summary>
    public async Task<(IReadOnlyList<Session> Sessions, long Total)> ListWholeAsync(
        AccessScope scope, SessionListing listing, CancellationToken cancellationToken)
    {
        var page = await ListAsync(scope, listing, cancellationToken);
        var sessions = new List<Session>(page.Sessions.Count);
        foreach (var key in page.Sessions)
        {
            // Looking up an owner without namespace or user may lead to another's session of the same id.
            if (await store.FindAsync(scope, key.AsLookup(), cancellationToken) is { } session && session.Key == key)
                sessions.Add(session);
        }

        return (sessions, page.Total);
    }

    private static void DemandContent(IReadOnlyList<MemoryMessage> messages)
    {
        foreach (var message in messages)
        {
            if (string.IsNullOrWhiteSpace(message.Content))
                throw new InvalidRequestException($"Message content cannot be empty (message ID: {message.Id})");
        }
    }

    private static SessionKey Place(AccessScope scope, SessionKey key) =>
        key with { Owner = scope.Place(key.Owner.Namespace, key.Owner.UserId) };

    private SessionReading Read(Session session, ContextWindow window, int? recentMessagesLimit)
    {
        var messages = MessageSelection.Newest(session.Messages, recentMessagesLimit);
        if (!window.IsGiven)
            return new(session, messages, default);

        messages = MessageSelection.Fitting(messages, window.Limit, counter, out var tokens);
        return new(session, messages, ContextUsage.Of(tokens, window, options.SummarizationThreshold));
    }

    /// <summary>Nothing is counted for callers that say nothing of a window.</summary>
    private int Tokens(ContextWindow window, IReadOnlyList<MemoryMessage> messages) =>
        window.IsGiven ? MessageSelection.Tokens(messages, counter) : 0;

    private List<TaskRequest> TasksAfter(SessionKey key, int messages, int memories)
    {
        var tasks = new List<TaskRequest>(2);
        if (!options.LongTermMemory)
            return tasks;
        if (memories > 0 || (messages > 0 && options.IndexAllMessages))
            tasks.Add(PromoteWorkingMemory.Request(key));
        if (messages > 0 && options.ExtractMemories)
            tasks.Add(ExtractSession.Request(key, options.ExtractionDebounce, time.UtcNowMicroseconds()));
        return tasks;
    }
}
