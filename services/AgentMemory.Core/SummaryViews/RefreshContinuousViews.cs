using AgentMemory.Tasks;
using AgentMemory.Tenancy;

namespace AgentMemory.SummaryViews;

/// <summary>Queues a run of every view that is kept up to date; rests while long-term memory is off.</summary>
public sealed class RefreshContinuousViews(ISummaryViewStore views, ITaskQueue queue, EngineOptions options) : IPeriodicTask
{
    public string Name => "periodic_refresh_summary_views";

    public TimeSpan Period => options.SummaryViewPeriod;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!options.LongTermMemory)
            return;
        foreach (var view in await views.ListAsync(AccessScope.Everything, cancellationToken))
        {
            if (view.View.Continuous)
                await queue.EnqueueAsync(SummaryViewTasks.Periodic(view), cancellationToken);
        }
    }
}
