using AgentMemory.Embeddings;
using AgentMemory.Errors;
using AgentMemory.Events;
using AgentMemory.Extraction;
using AgentMemory.Extraction.Tagging;
using AgentMemory.Lifecycle;
using AgentMemory.LongTermMemory;
using AgentMemory.SummaryViews;
using AgentMemory.Tenancy;
using AgentMemory.Usage;
using AgentMemory.WorkingMemory;
using AgentMemory.WorkingMemory.Summarization;

namespace AgentMemory.Tasks;

/// <summary>The tasks an operator may queue, of any owner's data (spec 12). Each can be found by its id until it is purged.</summary>
public sealed class TasksOnDemand(
    ITaskQueue queue, IEnumerable<IPeriodicTask> periodic, IWorkingMemoryStore sessions, ILongTermMemoryStore memories,
    ISummaryViewStore views, EngineOptions options, TimeProvider time)
{
    private static readonly string[] OwnerArguments = ["namespace", "user_id"];

    public IReadOnlyList<TaskOnDemand> All { get; } =
    [
        .. periodic.OrderBy(task => task.Name, StringComparer.Ordinal).Select(Periodic),
        OfSession(
            PromoteWorkingMemory.TaskKind, "promote_working_memory_to_long_term",
            "Bring a session's memories into long-term memory", sessions, (key, _) => PromoteWorkingMemory.Request(key)),
        OfSession(
            ExtractSession.TaskKind, "run_delayed_extraction", "Make memories of what a session's messages say, now", sessions,
            (key, _) => ExtractSession.Request(key, TimeSpan.Zero, time.GetUtcNow())),
        OfSession(
            SummarizeSession.TaskKind, null, "Summarise a session that has outgrown its context window", sessions,
            (key, given) => SummarizeSession.Request(
                key, new ContextWindow(given.Optional("model_name"), given.Count("context_window_max")), dueAt: null),
            "model_name", "context_window_max"),
        OfMemory(
            ExtractMemories.TaskKind, "extract_memories_with_strategy", "Make memories of what a message record says", memories,
            record => ExtractMemories.Requests([record])),
        OfMemory(
            TagMemories.TaskKind, "extract_memory_structure", "Give a memory the topics and entities it lacks", memories,
            record => TagMemories.Requests([record])),
        OfMemory(
            EmbedMemories.TaskKind, null, "Embed a memory", memories, record => EmbedMemories.Requests([record], deduplicate: false)),
        OfMemory(
            ConsolidateMemories.TaskKind, null, "Merge a memory with those of its meaning", memories,
            record => ConsolidateMemories.Requests([record], options)),
        new(
            SummaryViewTasks.Kind, "Summarise every group of a summary view again",
            async (given, cancellationToken) =>
                await views.FindAsync(AccessScope.Everything, given.Required("view_id"), cancellationToken) is { } view
                    ? SummaryViewTasks.Requested(view, given.Optional("task_id"))
                    : throw new NotFoundException($"SummaryView {given.Required("view_id")} not found"))
        {
            Required = ["view_id"],
            Optional = ["task_id"],
        },
    ];

    /// <param name="path">A name, ours or the reference server's, with or without the module it is in there.</param>
    public TaskOnDemand? Find(string path)
    {
        var name = path[(path.LastIndexOfAny(['.', ':']) + 1)..].Replace('-', '_');
        return All.FirstOrDefault(task => task.Name == name || task.OtherName == name);
    }

    /// <returns>The id of the task: of one that waits already, where there may be only one.</returns>
    /// <exception cref="InvalidRequestException">An argument is missing, unknown or of the wrong kind, or there is nothing to do.</exception>
    /// <exception cref="NotFoundException">What it is to work on is not there.</exception>
    public async Task<string> QueueAsync(
        TaskOnDemand task, IReadOnlyDictionary<string, string> arguments, CancellationToken cancellationToken)
    {
        var request = await task.Prepare(new TaskArguments(task, arguments), cancellationToken);
        return await queue.EnqueueAsync(request with { Tracked = true }, cancellationToken);
    }

    private static TaskOnDemand Periodic(IPeriodicTask periodic)
    {
        var (otherName, description) = periodic switch
        {
            CompactMemories => (null, "Merge memories of the same content or meaning, as COMPACTION_EVERY_MINUTES repeats"),
            PeriodicForgetting => (
                "periodic_forget_long_term_memories", "Forget by the FORGETTING_ settings; nothing while FORGETTING_ENABLED is false"),
            EmbedBacklog => ("index_long_term_memories", "Embed every memory that has no vector of the configured model"),
            RefreshContinuousViews => (null, "Queue a run of every summary view that is kept up to date"),
            PurgeExpiredSessions => (null, "Free the space of sessions whose time to live is over"),
            PurgeTasks => (null, "Forget tasks that ended long ago"),
            PurgeUsage => (null, "Forget what models cost long ago"),
            TrimEventLog => (null, "Drop the oldest events beyond EVENTS_PER_SESSION"),
            _ => ((string?)null, "As it is repeated while a worker runs"),
        };
        return new(periodic.Name, description, (_, _) => Task.FromResult(PeriodicTaskHandler.Request(periodic)))
        {
            OtherName = otherName,
        };
    }

    private static TaskOnDemand OfSession(
        string name, string? otherName, string description, IWorkingMemoryStore sessions,
        Func<SessionKey, TaskArguments, TaskRequest> request, params string[] further)
    {
        return new(name, description, PrepareAsync) { OtherName = otherName, Required = ["session_id"], Optional = [.. OwnerArguments, .. further] };

        async Task<TaskRequest> PrepareAsync(TaskArguments given, CancellationToken cancellationToken)
        {
            var lookup = new SessionLookup(given.Required("session_id"), given.Optional("namespace"), given.Optional("user_id"));
            var session = await sessions.FindAsync(AccessScope.Everything, lookup, cancellationToken)
                ?? throw new NotFoundException(
                    $"Session {lookup.SessionId} not found, or several are: say which by namespace and user_id");
            return request(session.Key, given);
        }
    }

    private static TaskOnDemand OfMemory(
        string name, string? otherName, string description, ILongTermMemoryStore memories,
        Func<MemoryRecord, IEnumerable<TaskRequest>> requests)
    {
        return new(name, description, PrepareAsync) { OtherName = otherName, Required = ["memory_id"], Optional = OwnerArguments };

        async Task<TaskRequest> PrepareAsync(TaskArguments given, CancellationToken cancellationToken)
        {
            var lookup = new MemoryLookup(given.Required("memory_id"), given.Optional("namespace"), given.Optional("user_id"));
            var record = await memories.FindAsync(AccessScope.Everything, lookup, cancellationToken)
                ?? throw new NotFoundException($"Memory with ID {lookup.Id} not found");
            return requests(record).SingleOrDefault()
                ?? throw new InvalidRequestException($"Task {name} has nothing to do for memory {lookup.Id}");
        }
    }
}
