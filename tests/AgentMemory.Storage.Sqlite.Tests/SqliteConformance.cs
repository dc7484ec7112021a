using AgentMemory.Storage.Conformance;
using AgentMemory.Storage.Conformance.Events;
using AgentMemory.Storage.Conformance.LongTermMemory;
using AgentMemory.Storage.Conformance.Maintenance;
using AgentMemory.Storage.Conformance.Search;
using AgentMemory.Storage.Conformance.SummaryViews;
using AgentMemory.Storage.Conformance.Tasks;
using AgentMemory.Storage.Conformance.Tenancy;
using AgentMemory.Storage.Conformance.Usage;
using AgentMemory.Storage.Conformance.WorkingMemory;

namespace AgentMemory.Storage.Sqlite.Tests;

public sealed class SqliteWorkingMemoryStoreConformance : WorkingMemoryStoreConformance
{
    protected override Task<StoreFixture> OpenStoreAsync() => Task.FromResult(SqliteStoreFixture.New());
}

public sealed class SqliteLongTermMemoryStoreConformance : LongTermMemoryStoreConformance
{
    protected override Task<StoreFixture> OpenStoreAsync() => Task.FromResult(SqliteStoreFixture.New());
}

public sealed class SqliteMemorySearchIndexConformance : MemorySearchIndexConformance
{
    protected override Task<StoreFixture> OpenStoreAsync() => Task.FromResult(SqliteStoreFixture.New());
}

public sealed class SqliteTaskQueueConformance : TaskQueueConformance
{
    protected override Task<StoreFixture> OpenStoreAsync() => Task.FromResult(SqliteStoreFixture.New());
}

public sealed class SqliteLeaseStoreConformance : LeaseStoreConformance
{
    protected override Task<StoreFixture> OpenStoreAsync() => Task.FromResult(SqliteStoreFixture.New());
}

public sealed class SqliteEventLogConformance : EventLogConformance
{
    protected override Task<StoreFixture> OpenStoreAsync() => Task.FromResult(SqliteStoreFixture.New());
}

public sealed class SqliteUsageStoreConformance : UsageStoreConformance
{
    protected override Task<StoreFixture> OpenStoreAsync() => Task.FromResult(SqliteStoreFixture.New());
}

public sealed class SqliteSummaryViewStoreConformance : SummaryViewStoreConformance
{
    protected override Task<StoreFixture> OpenStoreAsync() => Task.FromResult(SqliteStoreFixture.New());
}

public sealed class SqliteStoreMaintenanceConformance : StoreMaintenanceConformance
{
    protected override Task<StoreFixture> OpenStoreAsync() => Task.FromResult(SqliteStoreFixture.New());
}

public sealed class SqliteStoreImportConformance : StoreImportConformance
{
    protected override Task<StoreFixture> OpenStoreAsync() => Task.FromResult(SqliteStoreFixture.New());
}

public sealed class SqliteTokenStoreConformance : TokenStoreConformance
{
    protected override Task<StoreFixture> OpenStoreAsync() => Task.FromResult(SqliteStoreFixture.New());
}
