using AgentMemory.Storage.Conformance;
using AgentMemory.Storage.Conformance.Events;
using AgentMemory.Storage.Conformance.SummaryViews;
using AgentMemory.Storage.Conformance.Tasks;
using AgentMemory.Storage.Conformance.Tenancy;
using AgentMemory.Storage.Conformance.Usage;

namespace AgentMemory.Storage.Redis.Tests;

public sealed class RedisTaskQueueConformance : TaskQueueConformance
{
    protected override Task<StoreFixture> OpenStoreAsync() => RedisStoreFixture.NewAsync(needsSearch: false);
}

public sealed class RedisLeaseStoreConformance : LeaseStoreConformance
{
    protected override Task<StoreFixture> OpenStoreAsync() => RedisStoreFixture.NewAsync(needsSearch: false);
}

public sealed class RedisEventLogConformance : EventLogConformance
{
    protected override Task<StoreFixture> OpenStoreAsync() => RedisStoreFixture.NewAsync(needsSearch: false);
}

public sealed class RedisTokenStoreConformance : TokenStoreConformance
{
    protected override Task<StoreFixture> OpenStoreAsync() => RedisStoreFixture.NewAsync(needsSearch: false);
}

public sealed class RedisUsageStoreConformance : UsageStoreConformance
{
    protected override Task<StoreFixture> OpenStoreAsync() => RedisStoreFixture.NewAsync(needsSearch: false);
}

public sealed class RedisSummaryViewStoreConformance : SummaryViewStoreConformance
{
    protected override Task<StoreFixture> OpenStoreAsync() => RedisStoreFixture.NewAsync(needsSearch: false);
}
