using AgentMemory.Errors;
using AgentMemory.LongTermMemory;
using AgentMemory.Search;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Overview;

/// <summary>Counts what a caller may see. Each number is one count of the store, none reads a record.</summary>
public sealed class OverviewService(
    ILongTermMemoryStore memories, IWorkingMemoryStore sessions, ITaskQueue tasks, SearchTimes searches, TimeProvider time)
{
    /// <summary>Each day is a count.</summary>
    public const int MaximumDays = 90;

    /// <param name="days">How many days of growth, today the last.</param>
    /// <exception cref="AccessDeniedException">The namespace or user is outside the scope.</exception>
    public async Task<OverviewReport> ReadAsync(
        AccessScope scope, string? @namespace, string? userId, int days, CancellationToken cancellationToken)
    {
        scope.DemandNamed(@namespace, userId);
        var filter = MemoryFilter.None.WithDefaults(@namespace, userId);
        var semantic = await CountAsync(MemoryType.Semantic);
        var episodic = await CountAsync(MemoryType.Episodic);
        var message = await CountAsync(MemoryType.Message);
        var growth = new List<DayGrowth>(days);
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        for (var day = today.AddDays(1 - days); day <= today; day = day.AddDays(1))
        {
            var created = filter with { CreatedAt = new() { Within = [Range(day)] } };
            growth.Add(new(day, await memories.CountAsync(scope, created, cancellationToken)));
        }

        var listed = await sessions.ListAsync(scope, new(@namespace, userId, Limit: 1, Offset: 0), cancellationToken);
        return new(
            new(semantic + episodic + message, semantic, episodic, message), listed.Total, growth,
            scope.IsUnrestricted ? await TasksAsync(cancellationToken) : null,
            scope.IsUnrestricted ? searches.Speed() : null);

        Task<long> CountAsync(MemoryType type) => memories.CountAsync(
            scope, filter with { MemoryType = TagFilter.Equal(type.ToString().ToLowerInvariant()) }, cancellationToken);
    }

    private async Task<TaskTotals> TasksAsync(CancellationToken cancellationToken)
    {
        var counts = await tasks.CountAsync(cancellationToken);
        return new(counts.Queued, counts.Leased, counts.Dead);
    }

    private static TimeRange Range(DateOnly day) => new(Start(day), Start(day.AddDays(1)) - 1);

    private static long Start(DateOnly day) =>
        new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).ToMicroseconds();
}
