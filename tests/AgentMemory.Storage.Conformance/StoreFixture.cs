using AgentMemory.LongTermMemory;
using AgentMemory.Maintenance;
using AgentMemory.Search;
using AgentMemory.SummaryViews;
using AgentMemory.Tasks;
using AgentMemory.Tenancy;
using AgentMemory.Usage;
using AgentMemory.WorkingMemory;

namespace AgentMemory.Storage.Conformance;

/// <summary>One client of a store that is empty when first opened: what a provider supplies to run the suites.</summary>
public abstract class StoreFixture : IAsyncDisposable
{
    public abstract IWorkingMemoryStore WorkingMemory { get; }
    public abstract ILongTermMemoryStore LongTerm { get; }
    public abstract IMemorySearchIndex Search { get; }
    public abstract ITaskQueue Tasks { get; }
    public abstract ILeaseStore Leases { get; }
    public abstract IEventLog Events { get; }
    public abstract ITokenStore Tokens { get; }
    public abstract IUsageStore Usage { get; }
    public abstract ISummaryViewStore SummaryViews { get; }
    public abstract IStoreMaintenance Maintenance { get; }
    public abstract IStoreImport Import { get; }

    /// <summary>What the store takes for the present, shared by all clients of it.</summary>
    public abstract ManualTimeProvider Clock { get; }

    /// <summary>
    /// An independent client of the same store, standing for another process: it shares no object, connection or cache
    /// with this one. Whoever opens it disposes of it, before this one.
    /// </summary>
    public abstract Task<StoreFixture> OpenSecondAsync();

    public abstract ValueTask DisposeAsync();
}
