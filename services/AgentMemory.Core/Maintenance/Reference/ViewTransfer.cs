using AgentMemory.Errors;
using AgentMemory.Storage;
using AgentMemory.SummaryViews;
using AgentMemory.Tenancy;

namespace AgentMemory.Maintenance.Reference;

/// <summary>Takes summary views over, and what they summarised. The reference's views see everything, and so do these: callers
/// that are bound to namespaces or users do not see them.</summary>
internal sealed class ViewTransfer(ISummaryViewStore store, TimeProvider time, ReferenceMigrationOptions options)
{
    private const string OfEverybody = "views are of everybody: run without a namespace and user to take them over";

    private static readonly IReadOnlyDictionary<string, string> AnyGroup = new Dictionary<string, string>();

    /// <summary>Of each view that there is here, the groups that are summarised here.</summary>
    private readonly Dictionary<string, HashSet<string>> _summarised = new(StringComparer.Ordinal);

    public ItemTally Views { get; } = new();

    public ItemTally Summaries { get; } = new();

    public async Task TransferAsync(ReferenceView item, CancellationToken cancellationToken)
    {
        if (options.IsRestricted)
        {
            Views.Skip(OfEverybody);
            return;
        }

        var repairs = new ReferenceRepairs();
        try
        {
            var view = Read(item, repairs);
            var stored = await store.FindAsync(AccessScope.Everything, view.View.Id, cancellationToken);
            if (stored is null && !options.DryRun)
                await store.AddAsync(view, cancellationToken);
            _summarised[view.View.Id] = stored is null ? [] : await SummarisedAsync(view.View.Id, cancellationToken);
            Views.Add(Compare(stored?.View, view.View), repairs);
        }
        catch (UnreadableItemException problem)
        {
            Views.Unreadable(item.Key, problem.Message);
        }
        catch (InvalidRequestException refusal)
        {
            Views.Skip(refusal.Message);
        }
    }

    /// <summary>What is summarised here already may be newer, and stays.</summary>
    public async Task TransferAsync(ReferencePartition item, CancellationToken cancellationToken)
    {
        if (options.IsRestricted)
        {
            Summaries.Skip(OfEverybody);
            return;
        }

        var repairs = new ReferenceRepairs();
        try
        {
            var partition = Read(item, repairs);
            if (!_summarised.TryGetValue(partition.ViewId, out var summarised))
            {
                Summaries.Skip("its view is gone, or was not taken over");
                return;
            }

            var isNew = summarised.Add(PartitionKey.Of(partition.Group));
            if (isNew && !options.DryRun)
                await store.PutPartitionAsync(AccessScope.Everything, partition, cancellationToken);
            Summaries.Add(isNew ? ImportOutcome.New : ImportOutcome.Same, repairs);
        }
        catch (UnreadableItemException problem)
        {
            Summaries.Unreadable(item.Key, problem.Message);
        }
    }

    private static ImportOutcome Compare(SummaryView? stored, SummaryView view) =>
        stored is null ? ImportOutcome.New
        : StoredJson.Write(stored) == StoredJson.Write(view) ? ImportOutcome.Same
        : ImportOutcome.Different;

    private StoredSummaryView Read(ReferenceView item, ReferenceRepairs repairs)
    {
        var document = ReferenceObject.Parse(item.Json, repairs);
        var reading = options.ReadView(document.Element);
        if (reading is not { Problem: null, View: { } view })
            throw new UnreadableItemException(reading.Problem ?? "is no view");
        SummaryViewRules.Demand(view);
        var id = document.Text("id") is { Length: > 0 } named ? named : item.ViewId;
        return new StoredSummaryView(view with { Id = id }, reading.Filter, AccessScope.Everything);
    }

    private SummaryPartition Read(ReferencePartition item, ReferenceRepairs repairs)
    {
        var document = ReferenceObject.Parse(item.Json, repairs);
        var members = document.FreeObject("group") is { } free ? new ReferenceObject(free, repairs) : (ReferenceObject?)null;
        if (members is not { } group)
            throw new UnreadableItemException("names no group");
        return new SummaryPartition
        {
            ViewId = document.Text("view_id") is { Length: > 0 } named ? named : item.ViewId,
            Group = group.Element.EnumerateObject().ToDictionary(
                member => member.Name, member => group.Text(member.Name) ?? "", StringComparer.Ordinal),
            Summary = document.Text("summary") ?? "",
            MemoryCount = Math.Max(0, document.Integer("memory_count") ?? 0),
            Empty = document.Boolean("empty") ?? false,
            EmptyReason = document.Text("empty_reason"),
            ComputedAt = document.Time("computed_at") ?? time.UtcNowMicroseconds(),
        };
    }

    private async Task<HashSet<string>> SummarisedAsync(string viewId, CancellationToken cancellationToken)
    {
        var partitions = await store.ListPartitionsAsync(AccessScope.Everything, viewId, AnyGroup, cancellationToken);
        return [.. partitions.Select(partition => PartitionKey.Of(partition.Group))];
    }
}
